import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError } from "commander";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import { type AttributedFile, byDominance } from "../../src/model/traces/attributed-file.ts";
import { traceFormats } from "../../src/model/traces/formats/index.ts";
import type { TraceAttribution } from "../../src/model/traces/result.ts";
import type { BucketRule } from "../../src/model/traces/rules/rule.ts";
import { isFolder, sizeOf } from "../files/stats.ts";
import { print, say } from "../terminal/print.ts";
import { attributeFiles } from "../traces/attribute-files.ts";
import { findProfiles } from "../traces/find-profiles.ts";
import { tablePathFault, writeProfileTable } from "../traces/profile-table-file.ts";
import { LARGE_HELP, loadRules, readTrace, THREAD_HELP, type TraceReading } from "../traces/read-trace.ts";
import { withProgressNotice, withSlowNotice } from "../traces/slow-notice.ts";
import { ownRules, tryRules } from "../traces/try-rules.ts";
import { attributedFilesReport, skippedLine } from "./attribute-files-report.ts";
import { attributionReport } from "./attribute-report.ts";
import { numberOption } from "./number-option.ts";

interface Options extends TraceReading {
  readonly rules?: string;
  readonly json?: boolean;
  readonly jobs: number;
  readonly output?: string;
}

export function registerAttribute(program: Command): void {
  program
    .command("attribute")
    .description("attribute a profile's time to interpreter, model compute and IO")
    .argument(
      "<file...>",
      `a profile of ${traceFormats.map(({ tool }) => tool).join(", ")}, gzipped or not (docs/formats.md); or several, or folders of them, for a table`,
    )
    .option("--rules <file>", "a YAML file with rules that come before the default ones (docs/rules.md)")
    .option("--thread <name>", THREAD_HELP)
    .option("--large", LARGE_HELP)
    .option(
      "--jobs <number>",
      "of many profiles, how many are read at the same time: by default as many as there are cores",
      numberOption({ least: 1, most: 256, whole: true }),
      availableParallelism(),
    )
    .option(
      "-o, --output <file>",
      "write a table, too, a row for each profile: .duckdb or .csv, replaced if it is there",
      tablePath,
    )
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .addHelpText(
      "after",
      "\nOf many, what cannot be read is named and the rest goes on; the exit code is then 1. In folders, hidden files and" +
        "\nwhat is no profile are skipped and counted.",
    )
    .action(async (paths: string[], options: Options) => {
      const rules = loadRules(options.rules);
      const [path] = paths;
      if (paths.length === 1 && !isFolder(path!)) await attributeOne(path!, rules, options);
      else await attributeMany(paths, rules, options);
    });
}

function tablePath(path: string): string {
  const fault = tablePathFault(path);
  if (fault !== null) throw new InvalidArgumentError(`${fault}.`);
  return path;
}

async function attributeOne(file: string, rules: readonly BucketRule[], options: Options): Promise<void> {
  const attribution = await withSlowNotice(`Reading ${file}`, () => {
    const profile = readTrace(file, options);
    tryRules(rules, profile);
    return attributeTrace(profile, rules);
  });
  if (options.output !== undefined)
    await writeProfileTable(options.output, [{ file, sizeBytes: sizeOf(file), attribution }]);
  print(options.json ? JSON.stringify(attribution, null, 2) : attributionReport(attribution, file));
}

async function attributeMany(
  paths: readonly string[],
  rules: readonly BucketRule[],
  { json, jobs, output, large, thread }: Options,
): Promise<void> {
  const { files, others, hidden, unreadable } = findProfiles(paths);
  let count = 0;
  const job = { rules, ownRules: ownRules(rules), reading: { large, thread } };
  const outcomes = await withProgressNotice(
    () => `Read ${count} of ${files.length} files`,
    () => attributeFiles(files, job, jobs, () => count++),
  );
  const attributed: { file: string; sizeBytes: number; attribution: TraceAttribution }[] = [];
  const failed = unreadable.map(({ path, error }) => ({ file: path, sizeBytes: 0, error }));
  const skipped = [...others];
  for (const { file, outcome } of outcomes) {
    const about = { file: file.path, sizeBytes: file.sizeBytes };
    if (outcome.state === "attributed") attributed.push({ ...about, attribution: outcome.attribution });
    else if (outcome.state === "unknown" && !file.isNamed) skipped.push(file.path);
    else failed.push({ ...about, error: outcome.error.split("\n")[0]! });
  }
  const sorted = byDominance([...attributed, ...failed]);
  if (output !== undefined && sorted.length > 0) await writeProfileTable(output, sorted);
  if (json) print(JSON.stringify(sorted, null, 2));
  else if (attributed.length > 0) print(attributedFilesReport(sorted));
  tellTheRest(failed, skippedLine(hidden, skipped));
  if (sorted.length === 0) throw new Error(`there is no profile in ${paths.join(", ")}`);
}

/** What is in no table, and that it is not. */
function tellTheRest(
  failed: readonly (AttributedFile & { readonly error: string })[],
  skipped: string | null,
): void {
  if (skipped !== null) say(skipped);
  if (failed.length === 0) return;
  process.exitCode = 1;
  say(`${failed.length} could not be read:`);
  for (const { error } of failed) say(`  ${error}`);
}
