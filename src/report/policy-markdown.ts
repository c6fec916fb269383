/** The outcome of a policy check: a comment for a pull request, or a few lines for a terminal. */

import type { PolicyFinding } from "./check-policy.js";
import type { DecidedReport } from "./decision-report.js";
import { heading, list, md, sections, table } from "./markdown.js";
import { OPTION_COLUMNS, optionRows } from "./option-rows.js";

export const isBroken = ({ state }: PolicyFinding) => state !== "kept";

const MARK = { kept: "✅ kept", broken: "❌ broken", unchecked: "❌ cannot be checked" } as const;
const SHOWN_OPTIONS = 5;

export function policyTitle(findings: readonly PolicyFinding[]): string {
  const of = (state: PolicyFinding["state"]) => findings.filter((finding) => finding.state === state).length;
  const [broken, unchecked] = [of("broken"), of("unchecked")];
  const parts = [
    ...(broken > 0 ? [`${broken} of ${findings.length} rules broken`] : []),
    ...(unchecked > 0 ? [`${unchecked} of ${findings.length} cannot be checked`] : []),
  ];
  return `Portolan: ${parts.join(", ") || `all rules are kept (${findings.length})`}`;
}

export function policyMarkdown(
  findings: readonly PolicyFinding[],
  { decision, answer, run }: DecidedReport,
): string {
  const rows = findings.map(({ rule, state, value, limit }) => [MARK[state], rule, value, limit]);
  const fixes = findings.flatMap(({ rule, fix }) => (fix === null ? [] : [md`**${rule}**: ${fix}.`]));
  return sections(
    heading(3, policyTitle(findings)),
    table(["", "rule", "value", "limit"], rows),
    ...(fixes.length > 0 ? ["What to do:", list(fixes)] : []),
    `${decision.evidence.title}: ${answer}`,
    decision.ranked.length > 0 &&
      md`<details><summary>Options</summary>\n\n${table(OPTION_COLUMNS, optionRows(decision).slice(0, SHOWN_OPTIONS))}\n\n</details>`,
    `Run ${run.runId} on ${run.environment.cpuModel}.`,
  );
}
