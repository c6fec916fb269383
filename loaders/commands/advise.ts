import type { Command } from "commander";
import { type AdviceAsked, adviceText } from "../decide/advice-text.ts";
import { type Asked, measuredSummary } from "../decide/read-decision.ts";
import { print } from "../terminal/print.ts";
import { RUN_HELP, runOption } from "./run-option.ts";

type Options = AdviceAsked & Pick<Asked, "run">;

export function registerAdvise(program: Command): void {
  program
    .command("advise")
    .description(
      "say for every workload and recording what is fastest, and from which traffic each course pays",
    )
    .option("--scenario <file>", "the conditions (YAML, docs/scenarios.md)")
    .option("--preset <name>", "conditions that Portolan ships (default: default)")
    .option("--run <id>", `the run whose measurements to use; ${RUN_HELP}`, runOption)
    .option("--prices <file>", "prices that go before the book's (YAML, docs/prices.md)")
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .option("--markdown", "print as Markdown")
    .action((options: Options) => {
      if (options.json && options.markdown) throw new Error("--json and --markdown: choose one of them");
      print(adviceText(measuredSummary(options.run), options).trimEnd());
    });
}
