import type { Command } from "commander";
import { FIGURES } from "../bench/figures.ts";
import { print, say } from "../terminal/print.ts";
import { renderTable } from "../terminal/table.ts";

export function registerBench(program: Command): void {
  program
    .command("bench")
    .description("measure Portolan itself against the bounds it promises")
    .option(
      "--only <name...>",
      `only these figures (${FIGURES.map(({ id, onlyByName }) => (onlyByName ? `${id}, on demand` : id)).join("; ")})`,
    )
    .action(async ({ only }: { only?: string[] }, command: Command) => {
      const unknown = only?.filter((id) => !FIGURES.some((figure) => figure.id === id)) ?? [];
      if (unknown.length > 0) command.error(`error: unknown figure "${unknown.join(", ")}"`);
      const rows: string[][] = [];
      for (const figure of FIGURES.filter(({ id, onlyByName }) => only?.includes(id) ?? !onlyByName)) {
        say(`${figure.id}: ${figure.title} …`);
        for (const { what, value, bound, within } of await figure.measure()) {
          rows.push([within ? "✓" : "✗", what, value, bound]);
          if (!within) process.exitCode = 1;
        }
      }
      print(renderTable(["", "figure", "measured", "bound"], rows));
    });
}
