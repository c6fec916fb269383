/**
 * Where options stand under a scenario and others near it, without the bills, spreads and probabilities that only a reader
 * needs: the same gates and the same order as `decide`. Searches ask hundreds of times, mostly with one input moved, so that
 * what an input has no part in is not drawn again.
 */

import type { FieldId } from "../scenario/fields.js";
import { isUncertain } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import { DEFAULT_SEED, inputDraws } from "../uncertainty/simulate.js";
import { meanOf } from "../uncertainty/spread.js";
import { emptyOutcome, fieldInput, targetInputs } from "./decision-model.js";
import { type Draw, FilledDraw, RANGE_IDS } from "./draw.js";
import { leastKept, NEEDS, passes, REQUIRED_PROBABILITY } from "./gates.js";
import type { Grounds } from "./grounds.js";
import type { Standing } from "./leader.js";
import { annuity, PEOPLE_FIELDS, PeopleSums, REVIEWED_BY } from "./people.js";
import { compilePlatforms, type Prepared, prepare } from "./prepare.js";
import { requestOutcome } from "./request.js";

export interface StandingsAsked {
  readonly draws: number;
  /** Ids of the options to look at; all by default. */
  readonly only?: ReadonlySet<string> | undefined;
}

/** A scenario, and what it is decided from. */
export interface Setting {
  readonly grounds: Grounds;
  readonly scenario: Scenario;
}

/** Of one option: what no engineer's hour is in. */
interface RequestColumns {
  readonly billUsd: Float64Array;
  readonly p99Ms: Float64Array;
  readonly coldMs: Float64Array;
  readonly p50Ms: Float64Array;
}

/** Of one shape of people's work. */
interface PeopleColumns {
  readonly onceUsd: Float64Array;
  readonly monthlyUsd: Float64Array;
}

/** What every option pays that takes people. */
interface People {
  /** In the order of the options. */
  readonly of: readonly PeopleColumns[];
  /** What the horizon's months are worth. */
  readonly months: Float64Array;
}

/** Goes through the draws. */
type Drawing = (each: (draw: Draw, d: number) => void) => void;

const columnsOf = (draws: number) => {
  const column = () => new Float64Array(draws);
  return { totalUsd: column(), billUsd: column(), p99Ms: column(), coldMs: column(), p50Ms: column() };
};

/** Fields that no request's time or bill depends on. */
const NOT_OF_REQUESTS: ReadonlySet<FieldId> = new Set([...PEOPLE_FIELDS, ...NEEDS]);

export class Standings {
  readonly #setting: Setting;
  readonly #seed: number;
  readonly #compiled;
  readonly #prepared: readonly Prepared[];
  /** Of the setting itself, by the number of draws and what they are of. */
  readonly #fields = new Map<string, Float64Array>();
  readonly #requests = new Map<string, RequestColumns>();
  readonly #people = new Map<number, People>();
  /** By the number of draws: what is read at once, and drawn over. */
  readonly #scratch = new Map<number, ReturnType<typeof columnsOf>>();

  constructor(setting: Setting, seed = DEFAULT_SEED) {
    this.#setting = setting;
    this.#seed = seed;
    this.#compiled = compilePlatforms(setting.grounds);
    this.#prepared = prepare(setting.grounds, setting.scenario, this.#compiled);
  }

  /** Of the setting itself. */
  now(asked: StandingsAsked): Standing[] {
    return this.at(this.#setting, asked);
  }

  /** Of another setting: the nearer it is, the sooner. */
  at(setting: Setting, { draws, only }: StandingsAsked): Standing[] {
    const moved = this.#moved(setting.scenario);
    const prepared = this.#preparedFor(setting, moved, only);
    const open = prepared.filter(({ priced, gates }) => priced !== null && passes(gates));
    const people = this.#peopleOf(setting.scenario, moved, prepared, draws);
    const scratch = keptIn(this.#scratch, draws, () => columnsOf(draws));
    const { totalUsd } = scratch;
    let drawing: Drawing | null = null;
    const requests = (one: Prepared, into: RequestColumns) => {
      drawing ??= this.#drawing(setting.scenario, draws, (id) => !NOT_OF_REQUESTS.has(id));
      this.#drawRequests(one, drawing, draws, into);
      return into;
    };
    return prepared.map((one, p) => {
      const { option } = one;
      if (!open.includes(one)) return { option, passes: false, kept: 0, means: [] };
      const { billUsd, p99Ms, coldMs, p50Ms } = this.#asksTheSame(setting, moved, one)
        ? keptIn(this.#requests, `${draws}/${option.id}`, () => requests(one, columnsOf(draws)))
        : requests(one, scratch);
      const { onceUsd, monthlyUsd } = people.of[p]!;
      for (let d = 0; d < draws; d++)
        totalUsd[d] = onceUsd[d]! + people.months[d]! * (billUsd[d]! + monthlyUsd[d]!);
      const columns = [totalUsd, billUsd, p99Ms, coldMs, p50Ms];
      const kept = leastKept(setting.scenario, columns);
      return { option, means: columns.map(meanOf), kept, passes: kept >= REQUIRED_PROBABILITY };
    });
  }

  #moved(scenario: Scenario): readonly FieldId[] {
    const now = this.#setting.scenario;
    return scenario === now ? [] : (Object.keys(now) as FieldId[]).filter((id) => scenario[id] !== now[id]);
  }

  #preparedFor(
    { grounds, scenario }: Setting,
    moved: readonly FieldId[],
    only: ReadonlySet<string> | undefined,
  ): readonly Prepared[] {
    if (grounds === this.#setting.grounds && moved.every((id) => PEOPLE_FIELDS.has(id)))
      return only === undefined ? this.#prepared : this.#prepared.filter(({ option }) => only.has(option.id));
    const { book, compile, platforms } = this.#setting.grounds;
    const samePrices =
      grounds.book === book && grounds.compile === compile && grounds.platforms === platforms;
    return prepare(grounds, scenario, samePrices ? this.#compiled : compilePlatforms(grounds), only);
  }

  /** Draws of a field; kept where it is not moved. */
  #fieldDraws(scenario: Scenario, i: number, draws: number): Float64Array {
    const id = RANGE_IDS[i]!;
    const drawn = () => inputDraws(fieldInput(scenario, id), draws, this.#seed);
    return scenario[id] === this.#setting.scenario[id]
      ? keptIn(this.#fields, `${draws}/${id}`, drawn)
      : drawn();
  }

  #peopleOf(
    scenario: Scenario,
    moved: readonly FieldId[],
    prepared: readonly Prepared[],
    draws: number,
  ): People {
    if (moved.some((id) => PEOPLE_FIELDS.has(id) || id === REVIEWED_BY))
      return this.#peopleDrawn(scenario, prepared, draws);
    const all = keptIn(this.#people, draws, () => this.#peopleDrawn(scenario, this.#prepared, draws));
    const place = new Map(this.#prepared.map(({ option }, p) => [option.id, p]));
    return { ...all, of: prepared.map(({ option }) => all.of[place.get(option.id)!]!) };
  }

  #peopleDrawn(scenario: Scenario, prepared: readonly Prepared[], draws: number): People {
    const sums = new PeopleSums(prepared.map(({ people }) => people));
    const columnsOf = new Map(
      [...new Set(sums.of)].map((sum) => [
        sum,
        { onceUsd: new Float64Array(draws), monthlyUsd: new Float64Array(draws) },
      ]),
    );
    const months = new Float64Array(draws);
    const each = this.#drawing(scenario, draws, (id) => PEOPLE_FIELDS.has(id));
    let [horizonMonths, discount, worth] = [Number.NaN, Number.NaN, 0];
    each((draw, d) => {
      if (draw.horizonMonths !== horizonMonths || draw.discountPercentPerYear !== discount) {
        horizonMonths = draw.horizonMonths;
        discount = draw.discountPercentPerYear;
        worth = annuity(horizonMonths, discount);
      }
      months[d] = worth;
      sums.fill(draw);
      for (const [sum, { onceUsd, monthlyUsd }] of columnsOf) {
        onceUsd[d] = sum.onceUsd;
        monthlyUsd[d] = sum.monthlyUsd;
      }
    });
    return { of: sums.of.map((sum) => columnsOf.get(sum)!), months };
  }

  /** Whether an option's requests are those of the setting itself. */
  #asksTheSame({ grounds }: Setting, moved: readonly FieldId[], { option, compiled }: Prepared): boolean {
    const now = this.#setting.grounds;
    const { platform, target } = option;
    // Servers are counted so that they keep the limit.
    const isFree = (id: FieldId) => NOT_OF_REQUESTS.has(id) || (id === "p99SloMs" && !platform.reserved);
    return (
      moved.every(isFree) &&
      compiled === this.#compiled.get(platform) &&
      (now.evidence.targets.includes(target) || grounds.evidence === now.evidence) &&
      grounds.ownArrivalsMs === now.ownArrivalsMs
    );
  }

  #drawRequests({ priced, option }: Prepared, drawing: Drawing, draws: number, into: RequestColumns): void {
    const { request, pricer } = priced!;
    const [time, cold] = targetInputs(option.target).map((input) => inputDraws(input, draws, this.#seed)) as [
      Float64Array,
      Float64Array,
    ];
    const outcome = emptyOutcome();
    drawing((draw, d) => {
      requestOutcome(request, draw, time[d]!, cold[d]!, outcome);
      into.billUsd[d] = pricer.usd(outcome.usage);
      into.p99Ms[d] = outcome.p99Ms;
      into.coldMs[d] = outcome.coldMs;
      into.p50Ms[d] = outcome.p50Ms;
    });
  }

  /** Goes through the draws of those fields that `of` names. */
  #drawing(scenario: Scenario, draws: number, of: (id: FieldId) => boolean): Drawing {
    const own = RANGE_IDS.flatMap((id, i) => (of(id) ? [i] : []));
    const columns = own.map((i) => this.#fieldDraws(scenario, i, draws));
    const filled = new FilledDraw();
    const at = new Float64Array(RANGE_IDS.length);
    for (const [o, i] of own.entries()) at[i] = columns[o]![0]!;
    const moving = own.flatMap((i, o) =>
      isUncertain(scenario[RANGE_IDS[i]!]) ? [[i, columns[o]!]] : [],
    ) as [number, Float64Array][];
    const places = Int32Array.from(moving, ([i]) => i);
    const sources = moving.map(([, column]) => column);
    filled.fill(at);
    return (each) => {
      for (let d = 0; d < draws; d++) {
        for (let m = 0; m < places.length; m++) at[places[m]!] = sources[m]![d]!;
        each(filled.draw, d);
      }
    };
  }
}

function keptIn<Key, Kept>(known: Map<Key, Kept>, key: Key, make: () => Kept): Kept {
  let kept = known.get(key);
  if (kept === undefined) {
    kept = make();
    known.set(key, kept);
  }
  return kept;
}
