import type { Command } from "commander";
import { buildSite, distFolder } from "../site/build.ts";
import { runPaths } from "../store/runs.ts";
import { print, say } from "../terminal/print.ts";

export function registerBuild(program: Command): void {
  program
    .command("build")
    .description("build the site into dist/ from the runs that are there, with no network")
    .option("--run <id>", "the run to show; the newest by default")
    .action(async ({ run }: { run?: string }) => {
      if (runPaths().length === 0) {
        say("No run yet: the site will say so. `npx portolan measure` makes one.");
      }
      const start = performance.now();
      say("Building the site …");
      await buildSite(run ?? null);
      print(`Built ${distFolder()} in ${((performance.now() - start) / 1e3).toFixed(1)} s.`);
    });
}
