/** Where, moved alone, each input changes the advice: the re-visit triggers of a decision. */
import { FIELDS } from "../scenario/fields.js";
import type { Scenario } from "../scenario/scenario.js";
import { type Flip, findFlips } from "../uncertainty/find-flips.js";
import { DEFAULT_SEED } from "../uncertainty/simulate.js";
import type { Decision } from "./decide.js";
import { type FlipInput, flipInputs } from "./flip-inputs.js";
import type { Grounds } from "./grounds.js";
import { leaderAmong, type Standing, type StandingsAsked, standingsOf } from "./leader.js";
import type { DecisionOption } from "./options.js";
import { type CompiledPlatforms, compilePlatforms } from "./prepare.js";

/** A value of one input, all others as they are, beyond which another option leads. */
export interface FlipCondition {
  readonly input: Pick<FlipInput, "id" | "kind" | "label">;
  readonly direction: "above" | "below";
  /** In the input's unit; a factor for prices and measured figures. */
  readonly at: number;
  /** |ln(at / now)|: 0.1 is about 10 % away. Infinity where the input is 0, or the limit not set, now. */
  readonly distance: number;
  /** What leads beyond it; null where no option passes any more. */
  readonly leader: DecisionOption | null;
  /** "Above 3.1 M requests a month: Native on EC2 c7g.large instead of Python on AWS Lambda, x86." */
  readonly sentence: string;
}

/** A requirement or pattern that would change the advice if it were another. */
export interface SwitchCondition {
  readonly field: string;
  readonly value: string;
  readonly leader: DecisionOption | null;
  readonly sentence: string;
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
  /** Draws that each answer was made with. */
  readonly draws: number;
}

/** What a search needs to know; made once per decision. */
export interface FlipContext {
  readonly decision: Decision;
  readonly grounds: Grounds;
  readonly inputs: readonly FlipInput[];
  readonly draws: number;
  readonly seed: number;
  readonly compiled: CompiledPlatforms;
  /** Every option as it stands now, and the same with a few draws only, to tell what an input touches. */
  readonly now: readonly Standing[];
  readonly glance: readonly Standing[];
}

const FEWEST_DRAWS = 128;
const GLANCE_DRAWS = 5;
/** Steps from the current value to each bound, and how exactly a flip is placed, relative to it. */
const STEPS = 8;
const TOLERANCE = 0.02;

/** Few draws suffice to place a flip, if they see the leader that all draws saw; else four times as many are taken. */
export function flipContext(
  decision: Decision,
  grounds: Grounds,
  { seed = DEFAULT_SEED }: { seed?: number } = {},
): FlipContext {
  const compiled = compilePlatforms(grounds);
  const full = decision.simulation.draws;
  const standings = (draws: number) => standingsOf(grounds, decision.scenario, { draws, seed, compiled });
  let draws = Math.min(FEWEST_DRAWS, full);
  let now = standings(draws);
  while (draws < full && idOf(leaderAmong(now)) !== leaderIdOf(decision)) {
    draws = Math.min(full, draws * 4);
    now = standings(draws);
  }
  const inputs = flipInputs(decision, grounds);
  return { decision, grounds, inputs, draws, seed, compiled, now, glance: standings(GLANCE_DRAWS) };
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
  const { decision, draws, now } = context;
  if (input.from >= input.to) return [];
  const touched = touchedBy(context, input);
  if (touched.size === 0) return [];
  const others = now.filter(({ option }) => !touched.has(option.id));
  const winners = new Map([[input.current, leaderIdOf(decision)]]);
  const winner = (value: number) => {
    const known = winners.get(value);
    if (known !== undefined) return known;
    const moved = standingsAt(context, input, value, { draws, only: touched });
    const id = idOf(leaderAmong(inOrder([...others, ...moved], now)));
    winners.set(value, id);
    return id;
  };
  const ends = [
    ["below", nearestFlip(input, winner, input.from)],
    ["above", nearestFlip(input, winner, input.to)],
  ] as const;
  return ends.flatMap(([direction, flip]): FlipCondition[] => {
    if (flip === null) return [];
    const leader = now.find(({ option }) => option.id === flip[direction])?.option ?? null;
    return [
      {
        ...{ input: nameOf(input), direction, at: flip.at, leader },
        distance:
          input.reference > 0 ? Math.abs(Math.log(flip.at / input.reference)) : Number.POSITIVE_INFINITY,
        sentence: `${direction === "above" ? "Above" : "Below"} ${input.phrase(flip.at)}: ${instead(leader, decision)}`,
      },
    ];
  });
}

/** Step by step from today's value to a bound, and no further than the first change. */
function nearestFlip(input: FlipInput, winner: (value: number) => string, bound: number): Flip | null {
  const { current, scale } = input;
  const point = (step: number) => {
    if (step === STEPS) return bound;
    const share = step / STEPS;
    return scale === "log" ? current * (bound / current) ** share : current + (bound - current) * share;
  };
  for (let step = 0; step < STEPS && current !== bound; step++) {
    const [near, far] = [point(step), point(step + 1)];
    const [from, to] = near < far ? [near, far] : [far, near];
    const search = { valueAt: winner, scale, from, to, current: near, steps: 1, tolerance: TOLERANCE };
    const { down, up } = findFlips(search);
    const flip = down[0] ?? up[0];
    if (flip !== undefined) return flip;
  }
  return null;
}

function standingsAt(
  { grounds, seed, compiled }: FlipContext,
  input: FlipInput,
  value: number,
  asked: Pick<StandingsAsked, "draws" | "only">,
): Standing[] {
  const moved = input.at(value);
  const kept = moved.grounds.book === grounds.book ? { compiled } : {};
  return standingsOf(moved.grounds, moved.scenario, { ...asked, seed, ...kept });
}

/**
 * The options that an input has a part in: those that a few draws see change at either end of its bounds. Most inputs
 * touch few, so that a search need not ask about the others again. A limit may exclude any of them.
 */
function touchedBy(context: FlipContext, input: FlipInput): ReadonlySet<string> {
  const { glance } = context;
  if (input.kind === "limit") return new Set(glance.map(({ option }) => option.id));
  const ends = [input.from, input.to].map((end) => standingsAt(context, input, end, { draws: GLANCE_DRAWS }));
  const changed = glance.filter((before, i) =>
    ends.some((standings) => {
      const after = standings[i]!;
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

function instead(leader: DecisionOption | null, { verdict }: Decision): string {
  if (leader === null) return "no option passes the gates any more.";
  return verdict.state === "none"
    ? `${leader.title} passes the gates.`
    : `${leader.title} instead of ${verdict.leader.title}.`;
}

const SWITCHED: Readonly<Record<string, string>> = {
  "arrivals=poisson": "If requests came steadily, at random",
  "arrivals=diurnal": "If requests came by day and night",
  "arrivals=bursty": "If requests came in bursts",
  "arrivals=flat": "If the cold share were the flat one",
  "reach=any": "If it could run anywhere",
  "reach=server": "If it had to run on a server",
  "reach=edge": "If it had to run at the edge",
  "reach=browser": "If it had to run in a browser",
  "dataStaysOnDevice=true": "If the data had to stay on the device",
  "dataStaysOnDevice=false": "If the data might leave the device",
  "worksOffline=true": "If it had to work offline",
  "worksOffline=false": "If it needed no offline use",
  "sandboxed=true": "If the engine had to run in a sandbox",
  "sandboxed=false": "If it needed no sandbox",
  "freeTier=true": "If the free tier counted",
  "freeTier=false": "If the free tier did not count",
};

/** Every choice and flag at its other values, one at a time. */
export function switchesOf({
  decision,
  grounds,
  draws,
  seed,
  compiled,
  now,
}: FlipContext): SwitchCondition[] {
  const { scenario } = decision;
  const answer = (changed: Scenario) => {
    if (changed.freeTier === scenario.freeTier)
      return leaderAmong(standingsOf(grounds, changed, { draws, seed, compiled }));
    const compile = { ...grounds.compile, freeTier: changed.freeTier };
    return leaderAmong(standingsOf({ ...grounds, compile }, changed, { draws, seed }));
  };
  return FIELDS.flatMap((field) => {
    if (field.kind !== "choice" && field.kind !== "flag") return [];
    const current = scenario[field.id];
    const values = field.kind === "flag" ? [!current] : field.choices.map(([value]) => value);
    return values
      .filter((value) => value !== current)
      .flatMap((value): SwitchCondition[] => {
        const id = idOf(answer({ ...scenario, [field.id]: value } as Scenario));
        if (id === leaderIdOf(decision)) return [];
        const leader = now.find(({ option }) => option.id === id)?.option ?? null;
        const lead = SWITCHED[`${field.id}=${String(value)}`] ?? `With ${field.label} at ${String(value)}`;
        return [
          {
            field: field.id,
            value: String(value),
            leader,
            sentence: `${lead}: ${instead(leader, decision)}`,
          },
        ];
      });
  });
}
