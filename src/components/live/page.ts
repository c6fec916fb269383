import { html } from "htl";
import { type Device, modelBudgetBytes } from "../../model/live/device.js";
import type { LiveListing } from "../../model/live/listing.js";
import type { PriceBook } from "../../model/prices/price.js";
import type { MeasuredSummary, Summary } from "../../model/summary.js";
import { HOW_IT_RUNS, HOW_TO_IMPORT, liveMarkdown, missingSentences, NO_FILES } from "../../report/live.js";
import { codeText } from "../code-text.js";
import { download } from "../download.js";
import { changesSection } from "./changes.js";
import { deviceCard } from "./device-card.js";
import { probeDevice } from "./probe-device.js";
import { queueTable } from "./queue-table.js";
import { results } from "./results.js";
import { LiveSession, liveFolder } from "./session.js";

/** The same benchmark in the reader's own browser: what it is, what to run, what came of it, and what that changes. */
export async function livePage(summary: Summary, book: PriceBook): Promise<HTMLElement> {
  const published = summary.state === "measured" ? summary : null;
  const [device, listing] = await Promise.all([probeDevice(), listingOf()]);
  return html`<div class="live-page">
    <section><h2>This browser</h2>${deviceCard(device)}</section>
    ${listing?.runner ? bench(listing, device, published, book) : noFiles(listing)}
  </div>`;
}

function noFiles(listing: LiveListing | null): HTMLElement {
  const sentences = [NO_FILES, ...(listing === null ? [] : missingSentences(listing))];
  return html`<section><h2>What to run</h2>${sentences.map((sentence) => html`<p>${codeText(sentence)}</p>`)}</section>`;
}

/** What the site ships; null where it ships nothing, as a preview does. */
async function listingOf(): Promise<LiveListing | null> {
  try {
    const response = await fetch(new URL("live.json", liveFolder()));
    return response.ok ? ((await response.json()) as LiveListing) : null;
  } catch {
    return null;
  }
}

function bench(
  listing: LiveListing,
  device: Device,
  published: MeasuredSummary | null,
  book: PriceBook,
): HTMLElement {
  const status = html`<p class="live-status" role="status"></p>`;
  const failure = html`<div role="alert"></div>`;
  const found = html`<div></div>`;
  const changes = published && changesSection(published, book);
  const outcome = html`<div hidden>${found}${changes?.element ?? null}</div>`;
  const session = new LiveSession(listing, device, liveFolder(), {
    onChange: () => show(),
    onSay: (text) => {
      status.textContent = `${text}.`;
    },
    onResult: (live) => {
      const markdown = () => liveMarkdown(device, live, published);
      found.replaceChildren(
        results(live, published),
        exportBar(markdown, () => session.file()),
      );
      outcome.hidden = false;
      status.textContent = "Done; what came of it is below.";
      changes?.show(live);
    },
  });
  const guarded = (work: () => Promise<void>) => () => {
    failure.replaceChildren();
    work().catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error);
      failure.replaceChildren(html`<div class="failure">${said}</div>`);
      show();
    });
  };
  const button = (label: string, onclick: () => void, kind = "") =>
    html`<button type="button" class=${kind} ${{ onclick }}>${label}</button>` as HTMLButtonElement;
  const run = button(
    "Run",
    guarded(() => session.start(queue.chosen)),
    "primary",
  );
  const stop = button("Stop", () => session.stop());
  const repeat = button(
    "Repeat what was lost",
    guarded(() => session.repeatLost()),
  );
  const queue = queueTable(session.rows, modelBudgetBytes(device), () => show());
  function show() {
    const { rows, isRunning } = session;
    queue.show(rows, isRunning);
    // The focus must not vanish with the button that holds it.
    const moves = [run, stop, repeat].some((one) => document.activeElement === one);
    run.disabled = isRunning || queue.chosen.length === 0;
    stop.hidden = !isRunning;
    repeat.hidden = isRunning || !rows.some(({ state }) => state.state === "lost");
    if (moves) (isRunning ? stop : run).focus();
  }
  show();
  return html`<div><section><h2>What to run</h2>
    <p>${HOW_IT_RUNS}</p>
    ${queue.element}
    ${missingSentences(listing).map((sentence) => html`<p class="hint">${codeText(sentence)}</p>`)}
    <p class="live-buttons">${run} ${stop} ${repeat}</p>
    ${status}${failure}
  </section>${outcome}</div>`;
}

/** What was measured, to take along. */
function exportBar(
  markdown: () => string,
  file: () => { readonly name: string; readonly text: string } | null,
): HTMLElement {
  const said = html`<span role="status"></span>`;
  const copy = () =>
    navigator.clipboard.writeText(markdown()).then(
      () => "Copied.",
      (error: Error) => `The browser does not let this page copy: ${error.message}`,
    );
  const onCopy = () =>
    void copy().then((text) => {
      said.textContent = text;
    });
  const onSave = () => {
    const made = file();
    if (made) download(made.name, made.text, "application/jsonl");
  };
  return html`<p class="live-exports"><button type="button" ${{ onclick: onCopy }}>Copy as Markdown</button>
    <button type="button" ${{ onclick: onSave }}>Download the run</button> ${said}
    <span class="hint">${codeText(HOW_TO_IMPORT)}</span></p>`;
}
