import { html } from "htl";
import { decideAbout, measuredSubjects } from "../../model/decision/subject.js";
import { onThisDevice, withBrowser, withReader } from "../../model/live/beside.js";
import type { PriceBook } from "../../model/prices/price.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import type { MeasuredSummary } from "../../model/summary.js";
import {
  CHANGES_CAPTION,
  type Change,
  changeOf,
  changesTitle,
  NOTHING_BESIDE,
} from "../../report/live-changes.js";
import { dataTable } from "../data-table.js";
import { conditionsForm } from "../inputs/conditions.js";

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Decides about every workload that was measured here, with the run's numbers and with the reader's; breathes in between. */
async function decideAnew(
  live: MeasuredSummary,
  published: MeasuredSummary,
  book: PriceBook,
  scenario: Scenario,
): Promise<Change[] | null> {
  const merged = withReader(published, live);
  if (merged === null) return null;
  const asked = withBrowser(scenario);
  const before = measuredSubjects(published);
  const changes: Change[] = [];
  for (const subject of measuredSubjects(merged)) {
    await pause();
    const same = before.find(({ workload }) => workload.id === subject.workload.id)!;
    const then = decideAbout(same, book, asked);
    await pause();
    changes.push(changeOf(then, decideAbout(subject, book, onThisDevice(asked))));
  }
  return changes;
}

interface ChangesSection {
  readonly element: HTMLElement;
  /** Decides about what was measured, now and whenever the conditions move. */
  show(live: MeasuredSummary): void;
}

/** The reader's conditions, and what these numbers change under them. */
export function changesSection(published: MeasuredSummary, book: PriceBook): ChangesSection {
  const conditions = conditionsForm(book);
  const place = html`<div aria-live="polite"></div>`;
  let latest: MeasuredSummary | null = null;
  let turn = 0;
  const decide = async () => {
    const own = ++turn;
    if (latest === null) return;
    place.classList.add("stale");
    const anew = await decideAnew(latest, published, book, conditions.value);
    if (own !== turn) return;
    place.classList.remove("stale");
    place.replaceChildren(changes(anew));
  };
  conditions.addEventListener("input", (event) => {
    if (event.target === conditions) void decide();
  });
  return {
    element: html`<div>${place}${conditions}</div>`,
    show: (live) => {
      latest = live;
      void decide();
    },
  };
}

/** What these numbers change. */
export function changes(found: readonly Change[] | null): HTMLElement {
  if (found === null) return html`<section><h2>What this changes</h2><p>${NOTHING_BESIDE}</p></section>`;
  return html`<section class="live-changes">
    <h2>${changesTitle(found)}</h2>
    ${dataTable(
      "The answers, with the run’s browser targets and with yours",
      [
        { label: "Workload", heading: true, value: ({ workload }: Change) => workload },
        { label: "With the run’s numbers", value: ({ published }) => published },
        {
          label: "With yours",
          value: ({ here, isChanged }) => (isChanged ? html`<strong>${here}</strong>` : here),
        },
        { label: "Fastest with yours", value: ({ fastest }) => fastest },
      ],
      found,
    )}
    <p class="hint">${CHANGES_CAPTION}</p>
  </section>`;
}
