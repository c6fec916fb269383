import { relative } from "node:path";
import type { Command } from "commander";
import { newPage } from "../pages/new-page.ts";
import { print } from "../terminal/print.ts";

export function registerNew(program: Command): void {
  const command = program.command("new").description("write something of your own to begin with");
  command
    .command("page")
    .description(
      "a page of the report: your sentences, with its figures, numbers and queries (docs/pages.md)",
    )
    .argument("<name>", "the file's name in your folder of pages, such as review.md")
    .action((name: string) => {
      const { path, address } = newPage(name);
      print(
        [
          `Wrote ${relative(process.cwd(), path)}`,
          "Next: npx portolan dev shows it while you type",
          `Then: npx portolan build puts it into the report, as ${address}`,
        ].join("\n"),
      );
    });
}
