import { html } from "htl";
import { targetHere } from "../../model/live/cells.js";
import { type Device, NOT_ASKED } from "../../model/live/device.js";
import type { LiveListing } from "../../model/live/listing.js";
import type { PriceBook } from "../../model/prices/price.js";
import type { Summary } from "../../model/summary.js";
import { lackSentences, missingSentences, NO_FILES } from "../../report/live.js";
import { codeText } from "../code-text.js";
import { bench } from "./bench.js";
import { deviceCard } from "./device-card.js";
import { ownModel } from "./own-model.js";
import { probeDevice } from "./probe-device.js";
import { liveFolder } from "./session.js";

/**
 * The same benchmark in the reader's own browser: what to run, what came of it and what that changes, and what the browser is.
 * Where a page is drawn ahead no browser can be asked: everything that may run stands there, and waits for the scripts.
 */
export async function livePage(summary: Summary, book: PriceBook): Promise<HTMLElement> {
  const published = summary.state === "measured" ? summary : null;
  const isAhead = "isDrawnAhead" in globalThis;
  const [asked, listing] = await Promise.all([isAhead ? null : probeDevice(), listingOf()]);
  const device = asked ?? NOT_ASKED;
  const page = html`<div class="live-page">
    ${
      listing?.runner
        ? html`<div><h2>What to run</h2>${bench({ listing, device, beside: published && { published, book }, isRun: true })}</div>`
        : noFiles(listing)
    }
    <section><h2>This browser</h2>${deviceCard(asked)}${listing && lacks(listing, device)}</section>
    ${listing?.runner ? ownModel(listing, device) : null}
  </div>`;
  if (isAhead)
    for (const one of page.querySelectorAll("button, input")) one.toggleAttribute("disabled", true);
  return page;
}

/** Targets that cannot run here, each with what would change that. */
function lacks({ targets }: LiveListing, device: Device): HTMLElement {
  const sentences = lackSentences(targets.map((target) => targetHere(target, device)));
  return html`<ul class="hint">${sentences.map((sentence) => html`<li>${codeText(sentence)}</li>`)}</ul>`;
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
