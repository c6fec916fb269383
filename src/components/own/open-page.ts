import type { PriceBook } from "../../model/prices/price.js";
import type { RecordingListing } from "../../model/recording-listing.js";
import type { Summary } from "../../model/summary.js";
import { emptyNotice } from "../notice.js";
import type { Run } from "../portolan.js";
import { runFooter } from "../run-footer.js";

interface File<Content> {
  json(): Promise<Content>;
}

interface Files {
  readonly summary: File<Summary>;
  readonly recordings: File<readonly RecordingListing[]>;
  readonly prices: File<PriceBook>;
}

/** A page's `run`. Where nothing was measured it says so, and what waits for a run waits for ever. */
export async function openPage(files: Files, display: (node: Node) => void): Promise<Run> {
  const [summary, recordings, prices] = await Promise.all([
    files.summary.json(),
    files.recordings.json(),
    files.prices.json(),
  ]);
  runFooter(summary);
  if (summary.state === "measured") return { ...summary, recordings, prices };
  display(emptyNotice(summary));
  // What was drawn ahead is of a run that is not there any more.
  for (const drawn of document.querySelectorAll("observablehq-loading.drawn")) drawn.remove();
  return new Promise(() => {});
}
