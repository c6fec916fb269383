/** Where, moved alone, each input changes the advice: the re-visit triggers of a decision. */
import type { Field } from "../scenario/field.js";
import { FIELDS } from "../scenario/fields.js";
import type { FieldValue, Scenario } from "../scenario/scenario.js";
import { type LeadAhead, leadAhead } from "../uncertainty/lead-ahead.js";
import { remembered } from "../uncertainty/remembered.js";
import { DEFAULT_SEED } from "../uncertainty/simulate.js";
import type { Decision } from "./decide.js";
import { type FlipInput, flipInputs } from "./flip-inputs.js";
import type { Grounds } from "./grounds.js";
import { leaderAmong, type Standing, sureLeader } from "./leader.js";
import type { DecisionOption } from "./options.js";
import { Standings } from "./standings.js";

export interface FlipStep {
  /** In the input's unit; a factor for prices and measured figures. From here on, away from today's value. */
  readonly at: number;
  /** What leads beyond it; null where no option passes any more. */
  readonly leader: DecisionOption | null;
}

/**
 * A value of one input, all others as they are, beyond which another option leads. By all draws of the decision:
 * today's leader is still the leader 3 % short of it, or a whole number.
 */
export interface FlipCondition extends FlipStep {
  readonly input: FlipInput;
  readonly direction: "above" | "below";
  /** What leads next, where that changes again within a quarter; each holds over 2.5 % at least. */
  readonly then: readonly FlipStep[];
  /** Set where none of the leaders holds for long: they lead by turns. */
  readonly byTurns: boolean;
  /** |ln(at / now)|: 0.1 is about 10 % away. Infinity where the input is 0, or the limit not set, now. */
  readonly distance: number;
}

/** A requirement or pattern that would change the advice if it were another. */
export interface SwitchCondition {
  readonly field: string;
  readonly value: string;
  readonly leader: DecisionOption | null;
  /** The clause that supposes it: "If it could run anywhere". */
  readonly supposed: string;
}

/** An input that changes nothing, however far it is moved alone. */
export interface SteadyInput {
  readonly input: Pick<FlipInput, "id" | "kind" | "label">;
  readonly from: number;
  readonly to: number;
}

export interface FlipReport {
  /** Nearest first; only the nearest of each input in each direction. */
  readonly conditions: readonly FlipCondition[];
  readonly switches: readonly SwitchCondition[];
  readonly steady: readonly SteadyInput[];
  /** Draws that the search looks with; what it finds is placed with all draws of the decision. */
  readonly draws: number;
}

/** What a search needs to know; made once per decision. */
export interface FlipContext {
  readonly decision: Decision;
  readonly grounds: Grounds;
  readonly inputs: readonly FlipInput[];
  readonly draws: number;
  readonly standings: Standings;
  /** Every option as it stands now, and the same with a few draws only, to tell what an input touches. */
  readonly now: readonly Standing[];
  readonly glance: readonly Standing[];
}

const FEWEST_DRAWS = 128;
const GLANCE_DRAWS = 5;

/** Few draws suffice to find a flip, if they see the leader that all draws saw; else four times as many are taken. */
export function flipContext(
  decision: Decision,
  grounds: Grounds,
  { seed = DEFAULT_SEED }: { seed?: number } = {},
): FlipContext {
  const standings = new Standings({ grounds, scenario: decision.scenario }, seed);
  const full = decision.simulation.draws;
  let draws = Math.min(FEWEST_DRAWS, full);
  let now = standings.now({ draws });
  while (draws < full && idOf(leaderAmong(now)) !== leaderIdOf(decision)) {
    draws = Math.min(full, draws * 4);
    now = standings.now({ draws });
  }
  const inputs = flipInputs(decision, grounds);
  return { decision, grounds, inputs, draws, standings, now, glance: standings.now({ draws: GLANCE_DRAWS }) };
}

/** The whole report at once; `flipsOf` and `switchesOf` are its parts, for callers that must not block for long. */
export function flipReport(
  decision: Decision,
  grounds: Grounds,
  options: { seed?: number } = {},
): FlipReport {
  const steps = flipSteps(flipContext(decision, grounds, options));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, input by input: every `next()` searches one. */
export function* flipSteps(context: FlipContext): Generator<FlipInput, FlipReport> {
  const conditions: FlipCondition[] = [];
  const steady: SteadyInput[] = [];
  for (const input of context.inputs) {
    const found = flipsOf(context, input);
    conditions.push(...found);
    if (found.length === 0) steady.push({ input: nameOf(input), from: input.from, to: input.to });
    yield input;
  }
  conditions.sort((a, b) => compare(a.distance, b.distance));
  return { conditions, switches: switchesOf(context), steady, draws: context.draws };
}

const compare = (a: number, b: number) => (a === b ? 0 : a - b);

/** The nearest flip of an input in each direction; none where it never flips within its bounds. */
export function flipsOf(context: FlipContext, input: FlipInput): FlipCondition[] {
  const { now, standings } = context;
  if (input.from >= input.to) return [];
  const touched = touchedBy(context, input);
  if (touched.size === 0) return [];
  const others = now.filter(({ option }) => !touched.has(option.id));
  const roughly = remembered((value) => {
    const moved = standings.at(input.at(value), { draws: context.draws, only: touched });
    return inOrder([...others, ...moved], now);
  });
  const all = context.decision.simulation.draws;
  const exactly = remembered((value) => {
    if (value === input.current) return leaderIdOf(context.decision);
    const leader = sureLeader(roughly(value), (ids) => [
      ...standings.at(input.at(value), { draws: all, only: intersection(ids, touched) }),
      ...standings.now({ draws: all, only: without(ids, touched) }),
    ]);
    return idOf(leader);
  });
  const { current, scale } = input;
  const integer = input.integer && Number.isInteger(current);
  const search = {
    roughly: (x: number) => idOf(leaderAmong(roughly(x))),
    exactly,
    from: current,
    scale,
    integer,
  };
  return [
    ["below", leadAhead({ ...search, to: input.from })] as const,
    ["above", leadAhead({ ...search, to: input.to })] as const,
  ].flatMap(([direction, ahead]) => (ahead === null ? [] : [conditionOf(context, input, direction, ahead)]));
}

function conditionOf(
  { now }: FlipContext,
  input: FlipInput,
  direction: FlipCondition["direction"],
  { stretches, byTurns }: LeadAhead,
): FlipCondition {
  const steps = stretches.map(({ at, winner }): FlipStep => ({ at, leader: optionIn(now, winner) }));
  const [{ at, leader }, ...then] = steps as [FlipStep, ...FlipStep[]];
  const distance = input.reference > 0 ? Math.abs(Math.log(at / input.reference)) : Number.POSITIVE_INFINITY;
  return { input, direction, at, leader, then, byTurns, distance };
}

const intersection = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  new Set([...a].filter((id) => b.has(id)));
const without = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  new Set([...a].filter((id) => !b.has(id)));

/**
 * The options that an input has a part in: those that a few draws see change at either end of its bounds. Most inputs
 * touch few, so that a search need not ask about the others again. A limit may exclude any of them.
 */
function touchedBy(context: FlipContext, input: FlipInput): ReadonlySet<string> {
  const { glance, standings } = context;
  if (input.kind === "limit") return new Set(glance.map(({ option }) => option.id));
  const ends = [input.from, input.to].map((end) => standings.at(input.at(end), { draws: GLANCE_DRAWS }));
  const changed = glance.filter((before, i) =>
    ends.some((moved) => {
      const after = moved[i]!;
      return (
        after.passes !== before.passes || before.means.some((mean, c) => !Object.is(mean, after.means[c]))
      );
    }),
  );
  return new Set(changed.map(({ option }) => option.id));
}

/** In the order of the list, which decides between equals. */
function inOrder(standings: readonly Standing[], order: readonly Standing[]): Standing[] {
  const byId = new Map(standings.map((standing) => [standing.option.id, standing]));
  return order.flatMap(({ option }) => byId.get(option.id) ?? []);
}

const idOf = (option: DecisionOption | null) => option?.id ?? "";

const leaderIdOf = ({ verdict }: Decision) => (verdict.state === "none" ? "" : verdict.leader.id);

const nameOf = ({ id, kind, label }: FlipInput) => ({ id, kind, label });

const optionIn = (standings: readonly Standing[], id: string) =>
  standings.find(({ option }) => option.id === id)?.option ?? null;

/** Every choice and flag at its other values, one at a time. */
export function switchesOf(context: FlipContext): SwitchCondition[] {
  const { decision, grounds, draws, now } = context;
  const { scenario } = decision;
  const answer = (changed: Scenario) => {
    const { freeTier } = changed;
    const setting = {
      scenario: changed,
      grounds: freeTier === scenario.freeTier ? grounds : withFreeTier(grounds, freeTier),
    };
    const all = decision.simulation.draws;
    return sureLeader(context.standings.at(setting, { draws }), (only) =>
      context.standings.at(setting, { draws: all, only }),
    );
  };
  return FIELDS.flatMap((field) =>
    othersOf(field, scenario[field.id]).flatMap(([value, supposed]): SwitchCondition[] => {
      const id = idOf(answer({ ...scenario, [field.id]: value } as Scenario));
      if (id === leaderIdOf(decision)) return [];
      const leader = optionIn(now, id);
      return [{ field: field.id, value: String(value), leader, supposed }];
    }),
  );
}

/** The values that a choice or flag does not have now, each with the clause that supposes it. */
function othersOf(
  field: Field,
  current: FieldValue,
): (readonly [value: string | boolean, supposed: string])[] {
  if (field.kind === "flag") return [current ? [false, field.supposed.no] : [true, field.supposed.yes]];
  if (field.kind !== "choice") return [];
  return field.choices.flatMap(([value, , supposed]) => (value === current ? [] : [[value, supposed]]));
}

const withFreeTier = (grounds: Grounds, freeTier: boolean): Grounds => ({
  ...grounds,
  compile: { ...grounds.compile, freeTier },
});
