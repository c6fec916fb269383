import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "../browser/chromium.ts";
import { scratchFolder } from "../files/scratch.ts";
import { buildPlainSite, distFolder } from "../site/build.ts";
import { serve } from "../site/serve.ts";
import type { Figure, FigureResult } from "./figure.ts";
import { appearance, NETWORKS } from "./page-appears.ts";

/** One whose headline is computed, and one with most charts. */
const PAGES = ["index.html", "what-if.html"];
/** Each of both sites in turn. */
const TIMES = 3;

/** The built report beside what Framework alone makes of the same pages and data: how soon the headline says something. */
export const plainFramework: Figure = {
  id: "plain",
  title: "the report beside a plain Framework site of the same pages",
  onlyByName: true,
  async measure() {
    const plain = mkdtempSync(join(scratchFolder(), "plain-"));
    const browser = await launchBrowser();
    try {
      await buildPlainSite(plain);
      const sites = [await serve(distFolder(), 4_120), await serve(plain, 4_130)];
      const lines: FigureResult[] = [];
      for (const network of NETWORKS) {
        for (const page of PAGES) {
          const seen: number[][] = sites.map(() => []);
          for (let i = 0; i < TIMES; i++) {
            for (const [k, { url }] of sites.entries())
              seen[k]!.push((await appearance(browser, url, page, network)).appearsMs);
          }
          const [ours, theirs] = seen.map((times) => times.sort((a, b) => a - b)[TIMES >> 1]!);
          lines.push({
            what: `${page}, ${network.name}: headline after, beside plain Framework`,
            value: `${ours!.toFixed(0)} ms beside ${theirs!.toFixed(0)} ms`,
            bound: "sooner",
            within: ours! < theirs!,
          });
        }
      }
      for (const site of sites) await site.close();
      return lines;
    } finally {
      await browser.close();
      rmSync(plain, { recursive: true, force: true });
    }
  },
};
