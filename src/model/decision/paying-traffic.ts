/** From which traffic each target pays for itself against today's program, each on the platform where it costs least. */
import { centre, movedTo } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import type { Decision } from "./decide.js";
import { CRITERIA } from "./decision-model.js";
import type { Grounds } from "./grounds.js";
import type { Standing } from "./leader.js";
import type { ExcludedOption, RankedOption } from "./ranked-option.js";
import { Standings } from "./standings.js";

export type Worth =
  /** It is today's program. */
  | { readonly state: "today" }
  /** Today's program breaks a requirement, so that there is no staying to weigh it against. */
  | { readonly state: "needed" }
  /** It costs less than staying at the stated traffic; from and up to so many requests a month, null for no end found. */
  | { readonly state: "now"; readonly from: number | null; readonly until: number | null }
  /** Only from so many requests a month, more than the stated ones. */
  | { readonly state: "from"; readonly requestsPerMonth: number }
  /** Only up to so many, fewer than the stated ones. */
  | { readonly state: "below"; readonly requestsPerMonth: number }
  /**
   * no-saving: its bill is no lower, however large it grows. upkeep: it is, but not by what the work and its upkeep
   * cost. requirement: it would save, and breaks a requirement of the scenario before it does.
   */
  | {
      readonly state: "never";
      readonly reason: "no-saving" | "upkeep" | "requirement";
      readonly upTo: number;
    };

/** Requests a month that are looked at. */
const BOUNDS = [1e3, 1e11] as const;
/** About a factor of 1.8 from one point to the next. */
const POINTS = 33;
/** How exactly a break-even is placed: it is told in two digits. */
const TOLERANCE = 0.005;
/** Bills at other traffic come from few draws, corrected by what all draws say of today's. */
const DRAWS = 48;

/** @returns by target, every target with a ranked option */
export function payingTraffic(decision: Decision, grounds: Grounds): ReadonlyMap<string, Worth> {
  const { ranked, evidence } = decision;
  const totals = new TotalsAtTraffic(decision, grounds);
  const stays = bestNow(ranked, evidence.baseline);
  const targets = [...new Set(ranked.map(({ option }) => option.target.target))];
  return new Map(
    targets.map((target): [string, Worth] => {
      if (target === evidence.baseline) return [target, { state: "today" }];
      if (stays === null) return [target, { state: "needed" }];
      const paysNow = bestNow(ranked, target)! < stays;
      return [target, worthOf(target, paysNow, totals)];
    }),
  );
}

function bestNow(ranked: readonly RankedOption[], target: string): number | null {
  const own = ranked.filter(({ option }) => option.target.target === target);
  return own.length === 0 ? null : Math.min(...own.map(({ spread }) => spread.totalUsd.mean));
}

function worthOf(target: string, paysNow: boolean, totals: TotalsAtTraffic): Worth {
  const [least, most] = totals.bounds;
  const pays = (requests: number, only?: ReadonlySet<string>) =>
    requests === totals.now ? paysNow : totals.saving(target, requests, only) > 0;
  const change = (to: number) => {
    const points = pointsBetween(totals.now, to);
    for (let i = 1; i < points.length; i++) {
      if (pays(points[i]!) === paysNow) continue;
      return bisect(points[i - 1]!, points[i]!, (at) => pays(at, totals.idsOf(target)) === paysNow);
    }
    return null;
  };
  const [above, below] = [change(most), change(least)];
  if (paysNow) return { state: "now", from: below, until: above };
  if (above !== null) return { state: "from", requestsPerMonth: above };
  if (below !== null) return { state: "below", requestsPerMonth: below };
  return { state: "never", reason: totals.whyNever(target), upTo: most };
}

/** What the options cost over the horizon at other traffic, as the ranking has it. */
class TotalsAtTraffic {
  readonly now: number;
  readonly bounds: readonly [number, number];
  readonly #decision: Decision;
  readonly #grounds: Grounds;
  readonly #standingsOf: Standings;
  readonly #known = new Map<number, readonly Standing[]>();
  readonly #atNow: ReadonlyMap<string, Standing>;
  readonly #priced: ReadonlyMap<string, RankedOption | ExcludedOption>;

  constructor(decision: Decision, grounds: Grounds) {
    this.#decision = decision;
    this.#grounds = grounds;
    this.#standingsOf = new Standings({ grounds, scenario: decision.scenario });
    this.now = centre(decision.scenario.requestsPerMonth);
    this.bounds = [Math.min(BOUNDS[0], this.now), Math.max(BOUNDS[1], this.now)];
    this.#priced = new Map([...decision.ranked, ...decision.excluded].map((one) => [one.option.id, one]));
    this.#atNow = new Map(this.#standings(this.now).map((one) => [one.option.id, one]));
  }

  /** What the target saves against staying, USD over the horizon; each where it costs least and passes the gates. */
  saving(target: string, requests: number, only?: ReadonlySet<string>): number {
    const standings = this.#standings(requests, only);
    const least = (id: string) => this.#least(standings, id, ({ passes }) => passes);
    const [mine, stays] = [least(target), least(this.#decision.evidence.baseline)];
    return mine === stays ? 0 : stays - mine;
  }

  /** Ids of the options of the target and of staying. */
  idsOf(target: string): ReadonlySet<string> {
    const { baseline } = this.#decision.evidence;
    const ids = [...this.#priced.values()].map(({ option }) => option);
    return new Set(
      ids.filter((one) => one.target.target === target || one.target.target === baseline).map(({ id }) => id),
    );
  }

  whyNever(target: string): Extract<Worth, { state: "never" }>["reason"] {
    const standings = this.#standings(this.bounds[1]);
    const { baseline } = this.#decision.evidence;
    const least = (id: string, of: (one: Standing) => number) =>
      Math.min(...standings.filter(({ option }) => option.target.target === id).map(of));
    if (least(target, (one) => this.#bill(one)) >= least(baseline, (one) => this.#bill(one)))
      return "no-saving";
    return this.#least(standings, target, () => true) < this.#least(standings, baseline, () => true)
      ? "requirement"
      : "upkeep";
  }

  #least(standings: readonly Standing[], target: string, counts: (one: Standing) => boolean): number {
    const own = standings.filter((one) => one.option.target.target === target && counts(one));
    return Math.min(...own.map((one) => this.#total(one)));
  }

  #total(one: Standing): number {
    const cost = this.#priced.get(one.option.id)?.cost;
    return cost ? cost.onceUsd + cost.peopleUsd + this.#bill(one) : Number.POSITIVE_INFINITY;
  }

  /** Discounted over the horizon. People cost the same at any traffic, and are those of all draws. */
  #bill(one: Standing): number {
    const cost = this.#priced.get(one.option.id)?.cost;
    const few = billOf(this.#atNow.get(one.option.id));
    const at = billOf(one);
    if (cost?.billsUsd == null || few === null || at === null) return Number.POSITIVE_INFINITY;
    return few > 0 ? cost.billsUsd * (at / few) : cost.billsUsd + at;
  }

  #standings(requests: number, only?: ReadonlySet<string>): readonly Standing[] {
    const known = this.#known.get(requests);
    if (known) return known;
    const { scenario } = this.#decision;
    const moved: Scenario = { ...scenario, requestsPerMonth: movedTo(scenario.requestsPerMonth, requests) };
    const setting = { grounds: this.#grounds, scenario: moved };
    const standings = this.#standingsOf.at(setting, { draws: DRAWS, only });
    if (!only) this.#known.set(requests, standings);
    return standings;
  }
}

function billOf(standing: Standing | undefined): number | null {
  return standing?.means[CRITERIA.indexOf("billUsd")] ?? null;
}

/** From the first to the last, in equal ratios, both included. */
function pointsBetween(from: number, to: number): number[] {
  const steps = Math.max(
    1,
    Math.round(((POINTS - 1) * Math.abs(Math.log(to / from))) / Math.log(BOUNDS[1] / BOUNDS[0])),
  );
  return Array.from({ length: steps + 1 }, (_, i) => (i === steps ? to : from * (to / from) ** (i / steps)));
}

/** Where it stops holding, between a value at which it holds and one at which it does not. */
function bisect(holds: number, fails: number, test: (at: number) => boolean): number {
  let [a, b] = [holds, fails];
  while (Math.abs(Math.log(b / a)) > TOLERANCE) {
    const middle = Math.sqrt(a * b);
    if (test(middle)) a = middle;
    else b = middle;
  }
  return Math.sqrt(a * b);
}
