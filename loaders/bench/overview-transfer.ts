import { launchBrowser } from "../browser/chromium.ts";
import { distFolder } from "../site/build.ts";
import { serve } from "../site/serve.ts";
import type { Figure } from "./figure.ts";
import { transferOf } from "./transfer.ts";

const BOUND_KB = 600;

export const overviewTransfer: Figure = {
  id: "transfer",
  title: "what the overview loads before any SQL",
  async measure() {
    const served = await serve(distFolder(), 4_100);
    const browser = await launchBrowser();
    try {
      const { gzipBytes, otherHosts } = await transferOf(browser, served.url);
      return [
        {
          what: "overview, gzip",
          value: `${(gzipBytes / 1e3).toFixed(0)} kB`,
          bound: `≤ ${BOUND_KB} kB`,
          within: gzipBytes <= BOUND_KB * 1e3,
        },
        {
          what: "requests to other hosts",
          value: String(otherHosts.length),
          bound: "0",
          within: otherHosts.length === 0,
        },
      ];
    } finally {
      await browser.close();
      await served.close();
    }
  },
};
