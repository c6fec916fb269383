import { distFolder } from "../site/build.ts";
import { builtPages } from "./built-pages.ts";
import type { Figure } from "./figure.ts";
import { inReport } from "./in-report.ts";
import { transferOf } from "./transfer.ts";

const BOUND_KB = 250;
const MOST_REQUESTS = 12;

/** What each page of the built site asks for until it falls silent, before anybody touches it. */
export const pageTransfer: Figure = {
  id: "transfer",
  title: "what each page loads before it is touched",
  async measure() {
    const pages = builtPages(distFolder());
    return inReport(async (browser, url) => {
      const seen = [];
      for (const page of pages) {
        const transfer = await transferOf(browser, new URL(page, url).href);
        seen.push({ page, ...transfer, requests: transfer.responses.length });
      }
      const heaviest = seen.reduce((a, b) => (b.gzipBytes > a.gzipBytes ? b : a));
      const busiest = seen.reduce((a, b) => (b.requests > a.requests ? b : a));
      const others = seen.flatMap(({ otherHosts }) => otherHosts);
      const bytes = seen.map(({ gzipBytes }) => gzipBytes).sort((a, b) => a - b);
      return [
        {
          what: `heaviest of ${pages.length} pages (${heaviest.page}; median ${kB(bytes[bytes.length >> 1]!)}), gzip`,
          value: kB(heaviest.gzipBytes),
          bound: `≤ ${BOUND_KB} kB`,
          within: heaviest.gzipBytes <= BOUND_KB * 1e3,
        },
        {
          what: `most requests (${busiest.page})`,
          value: String(busiest.requests),
          bound: `≤ ${MOST_REQUESTS}`,
          within: busiest.requests <= MOST_REQUESTS,
        },
        {
          what: "requests to other hosts",
          value: String(others.length),
          bound: "0",
          within: others.length === 0,
        },
      ];
    });
  },
};

const kB = (bytes: number) => `${(bytes / 1e3).toFixed(0)} kB`;
