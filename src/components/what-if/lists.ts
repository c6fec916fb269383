/** The parts of the page that are lists and tables without a chart. */
import { html } from "htl";
import type { FintechFigure } from "../../model/cost/fintech-case.js";
import type { Sensitivity } from "../../model/decision/sensitivity.js";
import { formatMs, formatShare, formatUsd } from "../../model/format.js";
import { FIELDS } from "../../model/scenario/fields.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import { textsOf } from "../../model/scenario/scenario-query.js";
import type { Answer, ExcludedAnswer, FlipList, WeighedList } from "../../report/answer.js";
import { GATE_LABEL } from "../../report/decision-sentences.js";
import { turningSentence } from "../../report/flip-sentences.js";
import { capital } from "../../report/words.js";
import { codeText } from "../code-text.js";
import { dataTable } from "../data-table.js";

const FLIPS_SHOWN = 8;

/** What would change the recommendation, nearest first. */
export function flipSection({ conditions, turning, switches, steady }: FlipList): HTMLElement {
  const list = (sentences: readonly string[]) =>
    html`<ol class="flips">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ol>`;
  return html`<div>
    ${conditions.length === 0 ? html`<p>${capital(turningSentence(turning))}.</p>` : list(conditions.slice(0, FLIPS_SHOWN))}
    ${conditions.length > FLIPS_SHOWN ? html`<details><summary>${conditions.length - FLIPS_SHOWN} more, farther away</summary>${list(conditions.slice(FLIPS_SHOWN))}</details>` : null}
    ${switches.length > 0 ? html`<h3>Other requirements, another answer</h3>${list(switches)}` : null}
    ${steady.length > 0 ? html`<details><summary>${steady.length} inputs that change nothing by themselves</summary><p>${steady.join(", ")}.</p></details>` : null}
  </div>`;
}

/** What to measure before choosing. */
export function nextSection({ next, perfectUsd, wrongChance }: Sensitivity): HTMLElement {
  if (next.length === 0)
    return html`<p>Within the ranges of this scenario no single measurement would change the choice; it takes a value beyond them, such as “What would change it” lists.</p>`;
  return html`<div><p>Knowing everything would save ${formatUsd(perfectUsd)} over the horizon on average; the leader is not the cheapest in ${(wrongChance * 100).toFixed(wrongChance < 0.1 ? 1 : 0)} % of the draws.</p>
    <ol class="flips">${next.map(({ sentence }) => html`<li>${codeText(sentence)}</li>`)}</ol></div>`;
}

/** Below this an option is nobody's first choice. */
const SHOWN = 0.005;

/** Who would choose what, if cost were not all. */
export function weighedSection(list: WeighedList | null): HTMLElement {
  if (list === null) return html`<p>Nothing is ranked, or staying has no price to measure by.</p>`;
  const { anchors, rows } = list;
  const shown = rows.filter(({ first }) => first >= SHOWN);
  const share = (value: number | undefined) => (value === undefined ? "—" : formatShare(value));
  return html`<div>
    <p>The ranking above goes by cost. Weigh cost, p99 and cold start in every possible way, and each option below
    comes first for this share of the weightings.</p>
    ${dataTable(
      `Worthless is ${formatUsd(anchors.totalUsd)} in total (twice what staying costs), a p99 of ${formatMs(anchors.p99Ms)}, a cold request of ${formatMs(anchors.coldMs)}; the scales do not depend on the options`,
      [
        { label: "Option", heading: true, value: ({ title }) => title },
        { label: "First in", numeric: true, value: ({ first }) => formatShare(first) },
        { label: "Among three", numeric: true, value: ({ firstThree }) => formatShare(firstThree) },
        {
          label: "Suits a weight of cost",
          numeric: true,
          value: ({ centralWeights }) => share(centralWeights?.totalUsd),
        },
        { label: "p99", numeric: true, value: ({ centralWeights }) => share(centralWeights?.p99Ms) },
        { label: "Cold start", numeric: true, value: ({ centralWeights }) => share(centralWeights?.coldMs) },
        {
          label: "Best for such a reader in",
          numeric: true,
          value: ({ confidence }) => share(confidence ?? undefined),
        },
      ],
      shown,
    )}
  </div>`;
}

/** A published case's own figures beside what its stated inputs give. */
export function publishedCase(figures: readonly FintechFigure[]): HTMLElement {
  return dataTable(
    "Each published figure, and what the case’s own inputs give",
    [
      { label: "Stated", heading: true, value: ({ stated }: FintechFigure) => stated },
      { label: "Recomputed", value: ({ recomputed }) => recomputed ?? "—" },
      { label: "Follows", unbroken: true, value: ({ follows }) => follows },
      { label: "Arithmetic", value: ({ arithmetic }) => arithmetic },
      { label: "Why", value: ({ why }) => why },
    ],
    figures,
  );
}

/** Every option that fails a requirement, with the evidence. */
export function excludedSection({ excluded, absent }: Answer): HTMLElement {
  if (excluded.length === 0 && absent.length === 0) return html`<p>Every option meets the requirements.</p>`;
  return html`<div>
    ${
      excluded.length === 0
        ? null
        : dataTable(
            "Options that fail a requirement",
            [
              { label: "Option", heading: true, value: ({ option }: ExcludedAnswer) => option.title },
              {
                label: "Fails",
                value: (row) =>
                  failed(row)
                    .map(({ gate }) => GATE_LABEL[gate])
                    .join(", "),
              },
              {
                label: "Evidence",
                value: (row) =>
                  failed(row)
                    .map(({ evidence }) => evidence)
                    .join("; "),
              },
            ],
            excluded,
          )
    }
    ${absent.length > 0 ? html`<ul class="open-gates">${absent.map(({ title, reason }) => html`<li><strong>${title}</strong> takes no part: ${reason.replace(/\.$/, "")}.</li>`)}</ul>` : null}
  </div>`;
}

const failed = ({ gates }: ExcludedAnswer) => gates.filter(({ passed }) => passed === "no");

/** Every input of the answer with its source: those that the scenario sets in sight, the rest folded. */
export function assumptionsSection(scenario: Scenario): HTMLElement {
  const texts = textsOf(scenario);
  const defaults = textsOf({
    ...scenario,
    ...Object.fromEntries(FIELDS.map(({ id, byDefault }) => [id, byDefault])),
  });
  type Row = (typeof FIELDS)[number];
  const isSet = ({ id }: Row) => texts[id] !== defaults[id];
  const fields = FIELDS.filter(({ group }) => group !== "subject");
  const table = (caption: string, rows: readonly Row[]) =>
    dataTable(
      caption,
      [
        { label: "Input", heading: true, value: ({ label }: Row) => label },
        {
          label: "Value",
          value: ({ id, unit }) =>
            `${texts[id] === "" ? "none" : texts[id].replaceAll(",", ", ")}${unit !== null && texts[id] !== "" ? ` ${unit}` : ""}`,
        },
        { label: "From", value: (field) => (isSet(field) ? "this scenario" : field.source) },
        { label: "What it does", value: ({ help }) => help },
      ],
      rows,
    );
  const [set, rest] = [fields.filter(isSet), fields.filter((field) => !isSet(field))];
  return html`<div>
    <p>Times, memory and sizes are measured; prices are dated. Everything else is stated by the scenario, or assumed.</p>
    ${set.length === 0 ? null : table("Stated by this scenario", set)}
    <details><summary>${rest.length} inputs at their defaults</summary>${table("Inputs at their defaults", rest)}</details>
  </div>`;
}
