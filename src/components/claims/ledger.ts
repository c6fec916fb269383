import { html } from "htl";
import type { Source } from "../../model/sources.js";
import {
  type CheckedClaim,
  CLAIM_VERDICTS,
  type ClaimVerdict,
  type Evidence,
} from "../../report/claims/claim.js";
import { checkLedger, ledgerFinding, ledgerStandfirst } from "../../report/claims/ledger.js";
import type { Page } from "../../report/claims/reading.js";
import { amountText, measuredOn, missingText, readingsSummary } from "../../report/claims/text.js";
import { capital } from "../../report/words.js";
import { codeText } from "../code-text.js";
import { lead } from "../lead.js";

/** What the page opens with. */
export function ledgerLead(evidence: Evidence): HTMLElement {
  const checked = checkLedger(evidence);
  return html`<div>${lead(ledgerFinding(checked))}<p>${ledgerStandfirst(checked)}</p></div>`;
}

/** Every published figure, by source, with a form that narrows the list. */
export function ledger(evidence: Evidence): HTMLElement {
  const checked = checkLedger(evidence);
  const sources = [...new Set(checked.map(({ claim }) => claim.source))];
  const groups = sources.map((source) => group(source, checked));
  const caption = `Published figures by source. ${measuredOn(evidence)}`;
  const table = html`<div class="table-frame ledger" role="region" tabindex="0" aria-label="Published figures by source">
    <table>
      <caption>${caption}</caption>
      <thead><tr><th scope="col">Published</th><th scope="col">Verdict, and why they differ</th><th scope="col">From its own inputs</th><th scope="col">Measured here</th></tr></thead>
      ${groups.map(({ body }) => body)}
    </table>
  </div>`;
  return html`<div>${filters(checked, sources, groups)}${table}</div>`;
}

interface Group {
  readonly source: Source;
  readonly body: HTMLElement;
  readonly rows: readonly { readonly verdict: ClaimVerdict; readonly row: HTMLElement }[];
}

function group(source: Source, checked: readonly CheckedClaim[]): Group {
  const rows = checked
    .filter(({ claim }) => claim.source === source)
    .map((one) => ({ verdict: one.verdict, row: rowOf(one) }));
  const title = source.url === null ? source.title : html`<a href=${source.url}>${source.title}</a>`;
  const body = html`<tbody>
    <tr class="source"><th scope="rowgroup" colspan="4">${title}<small>${source.by}; ${source.date}</small></th></tr>
    ${rows.map(({ row }) => row)}
  </tbody>`;
  return { source, body, rows };
}

function rowOf(one: CheckedClaim): HTMLElement {
  const { claim, verdict } = one;
  const { recomputed } = claim;
  return html`<tr id=${claim.id}>
    <th scope="row"><a class="claim-id" href=${`#${claim.id}`}>${claim.id}</a> ${capital(claim.says)}: <span class="figure">${claim.figure}</span></th>
    <td class="judged"><strong class=${`claim-verdict ${verdict.replaceAll(" ", "-")}`}>${capital(verdict)}</strong> ${codeText(claim.why)}${one.standIn === null ? null : html`<small>${capital(one.standIn)}.</small>`}</td>
    <td data-label="From its own inputs">${
      recomputed
        ? html`${recomputed.gives}<small>${recomputed.arithmetic}</small><small>Follows: ${recomputed.follows}.</small>`
        : html`<span class="quiet">–</span>`
    }</td>
    <td data-label="Measured here">${measured(one)}${claim.page ? html`<small>${link(claim.page)}</small>` : null}</td>
  </tr>`;
}

function measured(one: CheckedClaim): unknown {
  const { readings } = one;
  const missing = missingText(one);
  const said = missing === null ? null : html`<p>${codeText(missing)}</p>`;
  if (readings.length === 0) return said ?? html`<span class="quiet">–</span>`;
  return html`${readingsSummary(readings).map((line) => html`<p>${line}</p>`)}${said}
    ${
      readings.length === 1 && readings[0]!.page === null
        ? null
        : html`<details><summary>Each reading, and where it is from</summary><ul class="plain">${readings.map(
            (reading) =>
              html`<li>${reading.page ? link(reading.page, reading.where) : reading.where}: ${amountText(reading)}</li>`,
          )}</ul></details>`
    }`;
}

const link = ({ file, name }: Page, text = name): HTMLElement =>
  html`<a href=${file.startsWith("claims.html#") ? file.slice("claims.html".length) : `./${file}`}>${text}</a>`;

const ALL = "all";

/** Narrows the rows by verdict, by source and by what they say; without scripts all of them are there. */
function filters(
  checked: readonly CheckedClaim[],
  sources: readonly Source[],
  groups: readonly Group[],
): HTMLElement {
  const count = (verdict: ClaimVerdict) => checked.filter((one) => one.verdict === verdict).length;
  const verdict = html`<select id="claims-verdict">
    <option value=${ALL}>Any verdict</option>
    ${CLAIM_VERDICTS.filter(count).map((one) => html`<option value=${one}>${capital(one)} (${count(one)})</option>`)}
  </select>` as HTMLSelectElement;
  const source = html`<select id="claims-source">
    <option value=${ALL}>Any source</option>
    ${sources.map(({ name }, i) => html`<option value=${String(i)}>${name}</option>`)}
  </select>` as HTMLSelectElement;
  const words = html`<input id="claims-words" type="search" autocomplete="off">` as HTMLInputElement;
  const told = html`<output for="claims-verdict claims-source claims-words"></output>`;
  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { source: of, body, rows } of groups) {
      const isWanted = source.value === ALL || of === sources[Number(source.value)];
      let any = false;
      for (const { verdict: found, row } of rows) {
        const text = row.textContent.toLowerCase();
        const isShown =
          isWanted &&
          (verdict.value === ALL || verdict.value === found) &&
          wanted.every((word) => text.includes(word));
        row.hidden = !isShown;
        any ||= isShown;
        shown += Number(isShown);
      }
      body.hidden = !any;
    }
    told.textContent = `${shown} of ${checked.length} figures`;
  };
  const form = html`<form class="claims-filter" role="search" aria-label="Published figures">
    <div><label for="claims-verdict">Verdict</label>${verdict}</div>
    <div><label for="claims-source">Source</label>${source}</div>
    <div><label for="claims-words">Words</label>${words}</div>
    ${told}
  </form>`;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event: Event) => event.preventDefault());
  apply();
  return form;
}
