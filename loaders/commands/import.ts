import { type Command, InvalidArgumentError } from "commander";
import { isBucketAddress, objectSourcesOf } from "../store/bucket-sources.ts";
import { checkRunId, type Imported, importRun, type KnownRuns, knownRuns } from "../store/import-run.ts";
import { type RunSource, runSourcesOf, spooledRuns } from "../store/run-sources.ts";
import { print, say } from "../terminal/print.ts";

interface Options {
  readonly as?: string;
  readonly json?: boolean;
}

/** More than so many are counted: who imports a fleet wants to know what was refused. */
const MOST_LINES = 20;

export function registerImport(program: Command): void {
  program
    .command("import")
    .description(
      "take in runs of elsewhere: of another machine, of a kit, of a fleet's bucket, or of a browser (the page “Your machine”)",
    )
    .argument(
      "<file...>",
      "run files (docs/run-file.md; .jsonl.gz too), folders of them, patterns such as 'runs/*.jsonl', - for standard input, " +
        "or s3://bucket/prefix (docs/fleet.md); a file may hold several runs, one after the other",
    )
    .option("--as <id>", "the id that the one run of a file gets instead of its own", runIdOf)
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .action(async (paths: string[], { as, json }: Options) => {
      const imported = await importAll(paths, as ?? null);
      const isMany = imported.length > MOST_LINES;
      const warnings = imported.flatMap((one) => one.warnings);
      for (const warning of warnings.slice(0, MOST_LINES)) say(warning);
      if (warnings.length > MOST_LINES)
        say(`… and ${warnings.length - MOST_LINES} warnings more; --json lists all`);
      if (json) print(JSON.stringify(imported, null, 2));
      else {
        for (const one of imported) if (!isMany || one.state === "refused") print(importText(one));
        if (isMany) print(countText(imported));
      }
      if (imported.length === 0) throw new Error(`there is no run file in ${paths.join(", ")}`);
      if (imported.some(({ state }) => state === "refused")) process.exitCode = 1;
    });
}

function runIdOf(text: string): string {
  try {
    checkRunId(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** Of each run of each path, address or `-` what became of it. */
export async function importAll(paths: readonly string[], as: string | null): Promise<Imported[]> {
  const imported: Imported[] = [];
  const known = knownRuns();
  for (const path of paths) {
    try {
      const sources = isBucketAddress(path) ? objectSourcesOf(path) : runSourcesOf(path);
      for await (const source of sources) imported.push(...(await importSource(source, known, as)));
    } catch (error) {
      imported.push(refused(path, error));
    }
  }
  return imported;
}

const refused = (file: string, error: unknown): Imported => ({
  ...{ file, runId: null, state: "refused", warnings: [] },
  detail: (error as Error).message,
});

/** Of a source that cannot be read, the reason. */
async function importSource(source: RunSource, known: KnownRuns, as: string | null): Promise<Imported[]> {
  const imported: Imported[] = [];
  try {
    for await (const spooled of spooledRuns(source)) {
      if (as !== null && imported.length > 0)
        throw new Error(`--as names one run, and there are several in ${source.name}`);
      imported.push(await importRun(spooled, known, as));
    }
  } catch (error) {
    imported.push(refused(source.name, error));
  }
  return imported;
}

export function importText({ file, runId, state, detail }: Imported): string {
  switch (state) {
    case "added":
      return `Added ${runId}: ${detail}. \`npx portolan build --run ${runId}\` builds a report of it.`;
    case "extended":
      return `Went on with ${runId}: ${detail}.`;
    case "there":
      return `Nothing to add of ${file}: run ${runId} is there; ${detail}.`;
    case "refused":
      return `Refused ${file}: ${detail}.`;
  }
}

function countText(imported: readonly Imported[]): string {
  const count = (state: Imported["state"]) => imported.filter((one) => one.state === state).length;
  const parts = [
    `${count("added")} added`,
    `${count("extended")} gone on with`,
    `${count("there")} there already`,
    `${count("refused")} refused`,
  ];
  return `${imported.length} runs: ${parts.join(", ")}.`;
}
