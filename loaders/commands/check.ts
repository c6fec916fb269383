import type { Command } from "commander";
import { type Policy, parsePolicy } from "../../src/model/decision/policy.ts";
import { MOST_YAML_BYTES } from "../../src/model/yaml-fields.ts";
import { checkPolicy } from "../../src/report/check-policy.ts";
import { decidedReport } from "../../src/report/decision-report.ts";
import { isBroken, policyMarkdown } from "../../src/report/policy-markdown.ts";
import { type Asked, askedOf, measuredSummary } from "../decide/read-decision.ts";
import { readNamedFile } from "../files/named-file.ts";
import { usualFile } from "../project.ts";
import { print } from "../terminal/print.ts";
import { checkText } from "./check-report.ts";
import { withScenarioOptions } from "./decide.ts";

interface Options extends Asked {
  readonly policy: string;
  readonly baseline?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

export function registerCheck(program: Command): void {
  withScenarioOptions(
    program
      .command("check")
      .description("hold the measurements and the advice against a policy; exits with 1 if a rule is broken")
      .option("--policy <file>", "the policy (YAML, docs/policy.md); the project's own by default")
      .option("--baseline <run>", "the run that regressions are measured against"),
  )
    .option("--json", "print as JSON on stdout (docs/policy.md)")
    .option("--markdown", "print as Markdown, fit for a pull request's comment")
    .action(run);
}

function run(options: Options): void {
  if (options.json && options.markdown) throw new Error("--json and --markdown: choose one of them");
  const path = options.policy ?? usualFile("policy");
  if (path === null)
    throw new Error(
      "no policy is named: give --policy <file>, or name it in portolan.config.yaml (docs/policy.md)",
    );
  const policy = readPolicy(path);
  const asked = askedOf(options);
  const baseline = options.baseline === undefined ? null : measuredSummary(options.baseline);
  const report = decidedReport(asked);
  const findings = checkPolicy(policy, report, asked.run, baseline);
  const kept = !findings.some(isBroken);
  if (options.json) {
    const json = { portolanCheck: 1, kept, runId: asked.run.runId, baselineRunId: baseline?.runId ?? null };
    print(JSON.stringify({ ...json, answer: report.answer, findings }, null, 2));
  } else {
    print(options.markdown ? policyMarkdown(findings, report).trimEnd() : checkText(findings, report));
  }
  if (!kept) process.exitCode = 1;
}

function readPolicy(path: string): Policy {
  const bytes = readNamedFile(path, {
    what: "policy file",
    give: "give the path of a YAML file (docs/policy.md)",
    mostBytes: MOST_YAML_BYTES,
  });
  return parsePolicy(bytes.toString("utf8"), path);
}
