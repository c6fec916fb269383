import type { Decision } from "../../model/decision/decide.js";
import type { FlipCondition, FlipReport } from "../../model/decision/flip-conditions.js";
import { flipSentence, switchSentence } from "../../report/flip-sentences.js";

/** The conditions that change the advice, as the page lists them. Plain data. */
export interface FlipList {
  readonly conditions: readonly {
    /** Id of the input. */
    readonly input: string;
    readonly label: string;
    readonly direction: "above" | "below";
    /** In the input's unit. */
    readonly at: number;
    /** What leads beyond it; null where nothing passes. */
    readonly leader: { readonly id: string; readonly title: string; readonly target: string } | null;
    /** |ln(there / now)|; Infinity where the input is 0 now. */
    readonly distance: number;
    readonly sentence: string;
  }[];
  readonly switches: readonly string[];
  /** Labels of the inputs that change nothing, however far they are moved alone. */
  readonly steady: readonly string[];
}

export function flipListOf({ conditions, switches, steady }: FlipReport, decision: Decision): FlipList {
  return {
    conditions: conditions.map((condition) => ({
      ...listed(condition),
      sentence: flipSentence(condition, decision),
    })),
    switches: switches.map((condition) => switchSentence(condition, decision)),
    steady: steady.map(({ input }) => input.label),
  };
}

function listed({ input, direction, at, distance, leader }: FlipCondition) {
  return {
    input: input.id,
    label: input.label,
    direction,
    at,
    distance,
    leader: leader && { id: leader.id, title: leader.title, target: leader.target.target },
  };
}
