import type { Command } from "commander";
import { previewSite } from "../site/build.ts";

export function registerDev(program: Command): void {
  program
    .command("dev")
    .description("Framework's live preview of the pages, for working on them")
    .action(previewSite);
}
