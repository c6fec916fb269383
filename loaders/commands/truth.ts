import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { DOMINANT_SPLITS, keepsTolerances, SPLITS, type TruthReport } from "../../src/model/truth.ts";
import { progressOn } from "../harness/progress.ts";
import { projectRoot } from "../paths.ts";
import { print } from "../terminal/print.ts";
import { loadRules } from "../traces/read-trace.ts";
import { measureTruth } from "../truth/measure-truth.ts";
import { PROFILE_TOOLS } from "../truth/tools/index.ts";
import { truthData, truthDocument, truthText } from "./truth-report.ts";

interface Options {
  readonly tool?: string[];
  readonly quick?: boolean;
  readonly json?: boolean;
  readonly write?: boolean;
}

const TARGET_MS = 4_000;
const QUICK_TARGET_MS = 1_500;

export function registerTruth(program: Command): void {
  program
    .command("truth")
    .description("score the attribution against programs that know their split; exits 1 beyond a tolerance")
    .option("--tool <id...>", `only these profilers (${PROFILE_TOOLS.map(({ id }) => id).join(", ")})`)
    .option("--quick", "three splits and short runs: a smoke test with more noise")
    .option("--json", "print the result as JSON on stdout (docs/json.md)")
    .option("--write", "write docs/truth.md and the table on the method page; not with --quick or --tool")
    .action(run);
}

async function run({ tool, quick = false, json, write }: Options, command: Command): Promise<void> {
  const unknown = tool?.filter((id) => !PROFILE_TOOLS.some((known) => known.id === id)) ?? [];
  if (unknown.length > 0) {
    const allowed = PROFILE_TOOLS.map(({ id }) => id).join(", ");
    command.error(`error: unknown tool "${unknown.join(", ")}"; known: ${allowed}`);
  }
  if (write && (quick || tool)) {
    command.error("error: --write publishes the whole table; leave out --quick and --tool");
  }
  const report = await measureTruth({
    tools: PROFILE_TOOLS.filter(({ id }) => !tool || tool.includes(id)),
    rules: loadRules(),
    splits: quick ? DOMINANT_SPLITS : SPLITS,
    targetMs: quick ? QUICK_TARGET_MS : TARGET_MS,
    quick,
    progress: progressOn(process.stderr),
  });
  if (write) {
    const data = truthData(report);
    writeFileSync(join(projectRoot, "src", "data", "truth.json"), data);
    // Of the rounded figures, so that both say the same to the last digit.
    writeFileSync(join(projectRoot, "docs", "truth.md"), truthDocument(JSON.parse(data) as TruthReport));
  }
  print(json ? JSON.stringify(report, null, 2) : truthText(report));
  if (!keepsTolerances(report)) process.exitCode = 1;
}
