import { type Command, InvalidArgumentError } from "commander";
import { requirePlatforms } from "../decide/read-decision.ts";
import { readPriceBook } from "../prices/read-prices.ts";
import { buildSite, distFolder } from "../site/build.ts";
import { type LiveChoice, liveChoiceOf } from "../site/live-files.ts";
import { runPaths } from "../store/runs.ts";
import { print, say } from "../terminal/print.ts";
import { workloads } from "../workloads/index.ts";
import { RUN_HELP, runOption } from "./run-option.ts";

export function registerBuild(program: Command): void {
  program
    .command("build")
    .description("build the site into dist/ from the runs that are there, with no network")
    .option("--run <id>", `the run to show; ${RUN_HELP}`, runOption)
    .option(
      "--live <what>",
      "what the page “Your machine” can run: none, small (workloads whose files weigh at most 16 MiB), all, or ids: " +
        workloads.map(({ id }) => id).join(","),
      liveChoice,
      "small",
    )
    .action(async ({ run, live }: { run?: string; live: LiveChoice }) => {
      if (runPaths().length === 0) {
        say("No run yet: the site will say so. `npx portolan measure` makes one.");
      }
      requirePlatforms(run, readPriceBook());
      const start = performance.now();
      const seconds = () => ((performance.now() - start) / 1e3).toFixed(1);
      say("Building the site …");
      await buildSite(run ?? null, live, (part) => say(`${seconds().padStart(7)} s  ${part}`));
      print(`Built ${distFolder()} in ${seconds()} s.`);
    });
}

function liveChoice(text: string): LiveChoice {
  try {
    return liveChoiceOf(text);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}; allowed are also none, small and all.`);
  }
}
