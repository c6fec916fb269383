/** A site without what tells one report from another: Framework and the bundler make it of the sources alone, so it is kept. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleForNode } from "../bundle-for-node.ts";
import { kept, sweepKept } from "../files/kept.ts";
import { source } from "../harness/bundle.ts";
import { runCommand } from "../run-command.ts";
import { sourceKey } from "../source-key.ts";
import { loaderCache } from "./prepare.ts";
import { ANY, ASKED, OWN_DATA } from "./shell-ids.ts";

/** What pages read, beside what lies in `src` itself. In a shell a word is in the place of each. */
const DATA = [
  ...["summary.json", "prices.json", "recordings.json", "runs.json", "portolan.duckdb"],
  ...[`recording/${ANY}.json`, `requests/${ANY}.bin`],
];

/** Sources that do not matter: loaders other than those of pages, and what queries gave. */
const NO_PART = new RegExp(`^loaders/(?!(?:site|pages)(?:/|$))|${OWN_DATA.source.replace("^", "^src/")}`);
const KEPT = { days: 30, most: 2 };

/**
 * The folder of the shell of this version of the sources, a user's own pages among them; made where it is not kept.
 *
 * @param framework builds into a folder, with these variables in its environment
 */
export async function siteShell(
  framework: (folder: string, env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<string> {
  const path = await kept("shell", sourceKey(NO_PART), async (half) => {
    for (const name of DATA) {
      const place = join(loaderCache, name);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, name);
    }
    await framework(half, { [ASKED]: "1" });
    await bundleApart(half);
  });
  sweepKept("shell", KEPT);
  return path;
}

/** In a process of its own: this one may be reading runs. */
async function bundleApart(folder: string): Promise<void> {
  const module = fileURLToPath(new URL("bundle-pages.ts", import.meta.url));
  const program = await bundleForNode(source({ bundlePages: module }, "await bundlePages(process.argv[2]);"));
  const { ok, stderr } = await runCommand(process.execPath, [program, folder]);
  if (!ok) throw new Error(`the pages' scripts could not be bundled:\n${stderr.trim()}`);
}
