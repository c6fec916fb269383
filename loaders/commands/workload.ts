import { type Command, Option } from "commander";
import { type CheckedGlue, checkWorkload } from "../harness/check-workload.ts";
import { interruption } from "../interruption.ts";
import { print, say } from "../terminal/print.ts";
import { renderTable } from "../terminal/table.ts";
import { newWorkload, OTHER_GLUES, type OtherGlue } from "../workloads/own/new.ts";
import { registerFolder } from "../workloads/own/read.ts";

export function registerWorkload(program: Command): void {
  const workload = program
    .command("workload")
    .description("a workload in a folder of your own: your requests, your models, your code around them");
  workload
    .command("new")
    .description("write a commented workload to begin with, which works as it is")
    .argument("<folder>", "a folder that is not there yet")
    .addOption(
      new Option(
        "--glue <language...>",
        "also glue in TypeScript or C, for what Python cannot be measured on",
      )
        .choices([...OTHER_GLUES])
        .default([]),
    )
    .action((folder: string, { glue }: { glue: OtherGlue[] }) => {
      const files = newWorkload(folder, glue);
      print(
        [
          ...files.map((name) => `Wrote ${name}`),
          `Next: npx portolan workload check ${folder}`,
          `Then: npx portolan measure --workload-dir ${folder}`,
        ].join("\n"),
      );
    });
  workload
    .command("check")
    .description("run its requests through all glue that there is, and say where one parts from glue.py")
    .argument("<folder>", "the folder of a workload.yaml")
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .action(check);
}

async function check(folder: string, { json = false }: { json?: boolean }): Promise<void> {
  const { workload } = registerFolder(folder);
  const checked = await checkWorkload(workload, { say, signal: interruption });
  if (json) print(JSON.stringify(checked, null, 2));
  else print(textOf(checked));
  if (checked.some(({ state }) => state === "differs" || state === "failed")) process.exitCode = 1;
}

function textOf(checked: readonly CheckedGlue[]): string {
  const rows = checked.map(({ size, glue, state, calls }) => [
    ...[size, glue, calls === null ? "–" : String(calls)],
    state,
  ]);
  const details = checked.map(({ size, glue, detail }) => `- ${glue}, ${size}: ${detail}`);
  return [renderTable(["size", "glue", "calls of models", ""], rows), "", ...details].join("\n");
}
