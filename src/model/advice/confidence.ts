import { formatTimesRange } from "../format.js";
import type { NoiseCode } from "../statistics/noise.js";
import type { GateResult } from "./gates.js";
import type { AdviceInputs } from "./inputs.js";
import type { Option } from "./option.js";
import { tied } from "./rank.js";
import { worthOf } from "./worth.js";

export type Level = "high" | "moderate" | "low";

export interface Confidence {
  readonly level: Level;
  /** What lowers it, worst first; empty for "high". */
  readonly doubts: readonly string[];
}

interface Doubt {
  readonly level: "moderate" | "low";
  readonly text: string;
}

/** The flags that can move a median; outliers, a wide range or a slow first iteration cannot. */
const DOUBTFUL_FLAGS: ReadonlyMap<NoiseCode, Doubt["level"]> = new Map([
  ["contended", "low"],
  ["loaded-machine", "low"],
  ["cv-above-10pct", "moderate"],
  ["multimodal", "moderate"],
  ["autocorrelated", "moderate"],
  ["drift", "moderate"],
  ["short-sample", "moderate"],
  ["few-processes", "moderate"],
] as const);

export interface Choice {
  readonly chosen: Option;
  readonly baseline: Option;
  /** The next best, which the choice has to hold against. */
  readonly runnerUp: Option | null;
  /** Whether staying was open, so that the choice rests on a gain. */
  readonly stayIsEligible: boolean;
}

/** "high" unless something speaks against it: the level is that of the worst doubt. */
export function confidenceIn(choice: Choice, gates: readonly GateResult[], inputs: AdviceInputs): Confidence {
  const { chosen, baseline, runnerUp } = choice;
  const compared = chosen === baseline ? [baseline, ...(runnerUp ? [runnerUp] : [])] : [chosen, baseline];
  const doubts = [
    ...compared.flatMap(flagDoubts),
    ...gates.filter((gate) => gate.target === chosen.target.id).flatMap(gateDoubts),
    ...gainDoubts(choice, inputs),
    ...tieDoubts(choice, inputs),
  ].sort((a, b) => Number(b.level === "low") - Number(a.level === "low"));
  return { level: doubts[0]?.level ?? "high", doubts: doubts.map(({ text }) => text) };
}

function flagDoubts({ target, cell }: Option): Doubt[] {
  const tooFew = cell.processes < 3;
  return cell.flags.flatMap(({ code, detail }) => {
    const level = code === "few-processes" && tooFew ? "low" : DOUBTFUL_FLAGS.get(code);
    return level === undefined ? [] : [{ level, text: `${target.title} is flagged ${code}: ${detail}` }];
  });
}

function gateDoubts({ gate, passed, evidence, warning }: GateResult): Doubt[] {
  if (passed !== "unknown") return [];
  return [{ level: warning ? "low" : "moderate", text: `gate ${gate} is undecided: ${evidence}` }];
}

/** A port should clear the smallest gain with its whole 99 % interval; staying should beat no undecided rival. */
function gainDoubts(choice: Choice, inputs: AdviceInputs): Doubt[] {
  const { minimumGain } = inputs;
  const { chosen, baseline, runnerUp, stayIsEligible } = choice;
  if (!stayIsEligible) return [];
  const ratio = chosen === baseline ? runnerUp?.cell.ratio : chosen.cell.ratio;
  if (!ratio) return [];
  const gains = `99 % interval of the speed-up ${formatTimesRange(1 / ratio.high99, 1 / ratio.low99)}`;
  const bound = `smallest gain ${minimumGain}×`;
  if (chosen !== baseline) {
    return 1 / ratio.high99 < minimumGain ? [{ level: "moderate", text: `${gains}, ${bound}` }] : [];
  }
  const undecided =
    worthOf(runnerUp!, baseline, inputs).state !== "not-cheaper" && 1 / ratio.low99 >= minimumGain;
  if (!undecided) return [];
  const level = ratio.verdict === "inconclusive" ? "low" : "moderate";
  return [{ level, text: `${runnerUp!.target.title} may yet be worth a port: ${gains}, ${bound}` }];
}

/** Two ports whose intervals overlap: the choice went to the simpler one. */
function tieDoubts({ chosen, baseline, runnerUp }: Choice, { objective }: AdviceInputs): Doubt[] {
  if (!runnerUp || chosen === baseline || runnerUp === baseline || !tied(chosen, runnerUp, objective))
    return [];
  return [
    {
      level: "moderate",
      text: `${chosen.target.title} and ${runnerUp.target.title} overlap in ${objective}; the simpler one was taken`,
    },
  ];
}
