import type { Gate } from "../../model/decision/gates.js";
import { GATE_LABEL } from "../../report/decision-sentences.js";
import type { Answer } from "./answer.js";

/** "Excluded: the p99 limit (keeps 50 ms in 3 % of the draws; …)."; null for an option that is ranked. */
export function exclusionOf({ excluded }: Pick<Answer, "excluded">, option: string): string | null {
  const found = excluded.find((one) => one.option.id === option);
  if (!found) return null;
  const failed = found.gates.filter(({ passed }) => passed === "no");
  return `Excluded: ${failed.map(({ gate, evidence }) => `${GATE_LABEL[gate as Gate]} (${evidence})`).join(", ")}.`;
}
