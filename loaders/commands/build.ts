import type { Command } from "commander";
import { buildSite, distFolder } from "../site/build.ts";
import { prepareSite } from "../site/prepare.ts";
import { runPaths } from "../store/runs.ts";

export function registerBuild(program: Command): void {
  program
    .command("build")
    .description("build the site into dist/ from the runs that are there, with no network")
    .option("--run <id>", "the run to show; the newest by default")
    .option(
      "--prepare-only",
      "only make the caches that keep Framework off the network (used by npm run dev)",
    )
    .action(async ({ run, prepareOnly }: { run?: string; prepareOnly?: boolean }) => {
      if (prepareOnly) {
        prepareSite();
        return;
      }
      if (runPaths().length === 0) {
        process.stderr.write("No run yet: the site will say so. `portolan measure` makes one.\n");
      }
      const start = performance.now();
      process.stderr.write("Building the site …\n");
      await buildSite(run ?? null);
      process.stdout.write(`Built ${distFolder} in ${((performance.now() - start) / 1e3).toFixed(1)} s.\n`);
    });
}
