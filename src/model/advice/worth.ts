import type { AdviceInputs } from "./inputs.js";
import type { Option } from "./option.js";
import { objectiveOf } from "./rank.js";

/** Whether a port pays for itself against staying, and if not, why. */
export type Worth =
  | { readonly state: "worth" }
  | { readonly state: "not-faster" }
  | { readonly state: "gain-too-small"; readonly gain: number }
  | { readonly state: "not-cheaper" };

/**
 * A port is worth it when it is faster than staying at 99 % confidence, its speed-up reaches `minimumGain`, and,
 * where the objective is cost, it also costs less.
 */
export function worthOf(option: Option, baseline: Option, inputs: AdviceInputs): Worth {
  const { ratio } = option.cell;
  if (ratio === null || ratio.verdict !== "faster") return { state: "not-faster" };
  const gain = 1 / ratio.value;
  if (gain < inputs.minimumGain) return { state: "gain-too-small", gain };
  const dearer = objectiveOf(option, "cost").value >= objectiveOf(baseline, "cost").value;
  return inputs.objective === "cost" && dearer ? { state: "not-cheaper" } : { state: "worth" };
}
