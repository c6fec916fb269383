import type { FlipReport } from "../../model/decision/flip-conditions.js";

/** The conditions that change the advice, as the page lists them. Plain data. */
export interface FlipList {
  readonly conditions: readonly {
    readonly label: string;
    /** |ln(there / now)|; Infinity where the input is 0 now. */
    readonly distance: number;
    readonly sentence: string;
  }[];
  readonly switches: readonly string[];
  /** Labels of the inputs that change nothing, however far they are moved alone. */
  readonly steady: readonly string[];
}

export function flipListOf({ conditions, switches, steady }: FlipReport): FlipList {
  return {
    conditions: conditions.map(({ input, distance, sentence }) => ({
      ...{ label: input.label, distance, sentence },
    })),
    switches: switches.map(({ sentence }) => sentence),
    steady: steady.map(({ input }) => input.label),
  };
}
