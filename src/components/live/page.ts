import { html } from "htl";
import type { LiveListing } from "../../model/live/listing.js";
import type { PriceBook } from "../../model/prices/price.js";
import type { Summary } from "../../model/summary.js";
import { missingSentences, NO_FILES } from "../../report/live.js";
import { codeText } from "../code-text.js";
import { bench } from "./bench.js";
import { deviceCard } from "./device-card.js";
import { ownModel } from "./own-model.js";
import { probeDevice } from "./probe-device.js";
import { liveFolder } from "./session.js";

/** The same benchmark in the reader's own browser: what it is, what to run, what came of it, and what that changes. */
export function livePage(summary: Summary, book: PriceBook): HTMLElement {
  const page = html`<div class="live-page" aria-busy="true">
    <section><h2>This browser</h2><p role="status">Looking at what it offers; to ask for a GPU can take some seconds …</p></section>
  </div>`;
  void fill(page, summary, book);
  return page;
}

async function fill(page: HTMLElement, summary: Summary, book: PriceBook): Promise<void> {
  const published = summary.state === "measured" ? summary : null;
  const [device, listing] = await Promise.all([probeDevice(), listingOf()]);
  page.setAttribute("aria-busy", "false");
  page.replaceChildren(
    html`<section><h2>This browser</h2>${deviceCard(device)}</section>`,
    listing?.runner
      ? html`<div><h2>What to run</h2>${bench({ listing, device, beside: published && { published, book }, isRun: true })}${ownModel(listing, device)}</div>`
      : noFiles(listing),
  );
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
