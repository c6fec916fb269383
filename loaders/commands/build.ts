import type { Command } from "commander";
import { buildSite, distFolder } from "../site/build.ts";
import { runPaths } from "../store/runs.ts";

export function registerBuild(program: Command): void {
  program
    .command("build")
    .description("build the site into dist/ from the runs that are there, with no network")
    .option("--run <id>", "the run to show; the newest by default")
    .action(async ({ run }: { run?: string }) => {
      if (runPaths().length === 0) {
        process.stderr.write("No run yet: the site will say so. `npx portolan measure` makes one.\n");
      }
      const start = performance.now();
      process.stderr.write("Building the site …\n");
      await buildSite(run ?? null);
      process.stdout.write(`Built ${distFolder()} in ${((performance.now() - start) / 1e3).toFixed(1)} s.\n`);
    });
}
