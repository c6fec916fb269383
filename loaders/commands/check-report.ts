import type { PolicyFinding } from "../../src/report/check-policy.ts";
import type { DecidedReport } from "../../src/report/decision-report.ts";
import { policyTitle } from "../../src/report/policy-markdown.ts";
import { wrapped } from "../terminal/wrapped.ts";

const STATE = { kept: "kept", broken: "BROKEN", unchecked: "CANNOT BE CHECKED" } as const;

/** What `portolan check` prints for a person. */
export function checkText(findings: readonly PolicyFinding[], { answer }: DecidedReport): string {
  return [
    policyTitle(findings),
    ...findings.map(({ rule, state, value, limit, fix }) =>
      [
        `${rule}: ${STATE[state]}`,
        `  ${wrapped(`value: ${value}`, 4)}`,
        `  ${wrapped(`limit: ${limit}`, 4)}`,
        ...(fix === null ? [] : [`  ${wrapped(`fix: ${fix}`, 4)}`]),
      ].join("\n"),
    ),
    wrapped(answer),
  ].join("\n\n");
}
