import type { Command } from "commander";
import { type Imported, importRun, runFilesOf } from "../store/import-run.ts";
import { readRuns } from "../store/runs.ts";
import { print, say } from "../terminal/print.ts";

export function registerImport(program: Command): void {
  program
    .command("import")
    .description("take in runs of elsewhere: of another machine, or of a browser (the page “Your machine”)")
    .argument(
      "<file...>",
      "run files (docs/run-file.md), folders of them, or patterns such as 'runs/*.jsonl'",
    )
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .action(async (paths: string[], { json }: { json?: boolean }) => {
      const imported: Imported[] = [];
      const known = readRuns(() => {});
      for (const file of runFilesOf(paths)) imported.push(await importRun(file, known));
      for (const { warnings } of imported) for (const warning of warnings) say(warning);
      if (json) print(JSON.stringify(imported, null, 2));
      else for (const one of imported) print(textOf(one));
      if (imported.length === 0) throw new Error(`there is no run file in ${paths.join(", ")}`);
      if (imported.some(({ state }) => state === "refused")) process.exitCode = 1;
    });
}

function textOf({ file, runId, state, detail }: Imported): string {
  switch (state) {
    case "added":
      return `Added ${runId}: ${detail}. \`npx portolan build --run ${runId}\` builds a report of it.`;
    case "there":
      return `Nothing to add of ${file}: run ${runId} is there; ${detail}.`;
    case "refused":
      return `Refused ${file}: ${detail}.`;
  }
}
