import { html } from "htl";
import { type Device, modelBudgetBytes } from "../../model/live/device.js";
import type { LiveListing } from "../../model/live/listing.js";
import type { PriceBook } from "../../model/prices/price.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { HOW_IT_RUNS, HOW_TO_IMPORT, liveMarkdown, missingSentences } from "../../report/live.js";
import { codeText } from "../code-text.js";
import { download } from "../download.js";
import { changesSection } from "./changes.js";
import { queueTable } from "./queue-table.js";
import { results } from "./results.js";
import { LiveSession, liveFolder } from "./session.js";

interface BenchParts {
  readonly listing: LiveListing;
  readonly device: Device;
  /** The run that the report shows, and prices; null for what no run holds. */
  readonly beside: { readonly published: MeasuredSummary; readonly book: PriceBook } | null;
  /** Whether what it measures is a run that can be imported. */
  readonly isRun: boolean;
}

/** What to run, its progress, and what came of it. */
export function bench({ listing, device, beside, isRun }: BenchParts): HTMLElement {
  const published = beside?.published ?? null;
  const status = html`<p class="live-status" role="status"></p>`;
  const failure = html`<div role="alert"></div>`;
  const found = html`<div></div>`;
  const changes = beside && changesSection(beside.published, beside.book);
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
        exportBar(markdown, isRun ? () => session.file() : null),
      );
      outcome.hidden = false;
      status.textContent = live.complete
        ? "Done; what came of it is below."
        : "Stopped; what was measured is below.";
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
    // Another has taken its place, and must not run beside it.
    if (isRunning && !element.isConnected) session.stop();
    queue.show(rows, isRunning);
    // The focus must not vanish with the button that holds it.
    const moves = [run, stop, repeat].some((one) => document.activeElement === one);
    run.disabled = isRunning || queue.chosen.length === 0;
    stop.hidden = !isRunning;
    repeat.hidden = isRunning || !rows.some(({ state }) => state.state === "lost");
    if (moves) (isRunning ? stop : run).focus();
  }
  const element = html`<div><section>
    <p>${HOW_IT_RUNS}</p>
    ${queue.element}
    ${missingSentences(listing).map((sentence) => html`<p class="hint">${codeText(sentence)}</p>`)}
    <p class="live-buttons">${run} ${stop} ${repeat}</p>
    ${status}${failure}
  </section>${outcome}</div>`;
  show();
  return element;
}

/** What was measured, to take along. */
function exportBar(
  markdown: () => string,
  file: (() => { readonly name: string; readonly text: string } | null) | null,
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
    const made = file?.();
    if (made) download(made.name, made.text, "application/jsonl");
  };
  return html`<p class="live-exports"><button type="button" ${{ onclick: onCopy }}>Copy as Markdown</button>
    ${file && html`<button type="button" ${{ onclick: onSave }}>Download the run</button>`} ${said}
    ${file && html`<span class="hint">${codeText(HOW_TO_IMPORT)}</span>`}</p>`;
}
