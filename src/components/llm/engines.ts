import * as Plot from "@observablehq/plot";
import { html } from "htl";
import type { MeasuredSummary } from "../../model/summary.js";
import { latencyQuery } from "../../report/figure-queries.js";
import { LLM_COMMAND } from "../../report/llm/command.js";
import {
  agreementText,
  type Conversation,
  conversationsOf,
  type EngineRow,
  type EngineText,
  enginesFinding,
  engineText,
  loadSentences,
  type Share,
  sharesFinding,
  sharesOf,
  shareText,
  threadSentences,
} from "../../report/llm/engines.js";
import { barLayout } from "../charts/bar-layout.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { lead } from "../lead.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";

const FILL: Readonly<Record<Share["part"], string>> = {
  // No bucket: it is computing as well, of many tokens at once.
  prompt: "var(--theme-foreground-muted)",
  tokens: "var(--bucket-compute)",
  code: "var(--bucket-interpreter)",
  io: "var(--bucket-io)",
};

const LABEL: Readonly<Record<Share["part"], string>> = {
  prompt: "until the first token",
  tokens: "the other tokens",
  code: "code around the model",
  io: "moving data",
};

/** What the page opens with; the command where no language model was measured. */
export function languageModelsLead(summary: MeasuredSummary): HTMLElement {
  const [first] = conversationsOf(summary);
  return first === undefined
    ? html`<div><p class="lead"><strong>No language model was measured in this run; what fits where can be calculated all the same.</strong></p><pre><code>${LLM_COMMAND}</code></pre></div>`
    : lead(enginesFinding(first), ["workload"]);
}

/** A conversation with each engine, by part; and all figures behind it. */
export function engineFigures(summary: MeasuredSummary): HTMLElement {
  const conversations = conversationsOf(summary);
  if (conversations.length === 0)
    return html`<div><p>It takes what <code>npx portolan setup llama</code> installs, for llama.cpp itself:</p><pre><code>${LLM_COMMAND}</code></pre></div>`;
  return html`<div>${conversations.map((conversation) => engineFigure(conversation, summary))}</div>`;
}

function engineFigure(conversation: Conversation, summary: MeasuredSummary): HTMLElement {
  const { workload, rows } = conversation;
  const threads = threadSentences(conversation, summary.environment.cores);
  return html`<div>${figure({
    id: `tokens-${workload.id}`,
    title: sharesFinding(conversation),
    subtitle: `${workload.model.name}, ${workload.sizeLabel}: where a warm request goes`,
    unit: "milliseconds",
    query: latencyQuery(summary.runId, workload.id),
    legend: legend(
      (["prompt", "tokens", "code", "io"] as const).map((part) => ({
        label: LABEL[part],
        colour: FILL[part],
      })),
    ),
    chart: responsive((width) => draw(rows, width)),
    description: `${rows.map(shareText).join("; ")}.`,
    caption: `${agreementText(conversation)} Times are medians; their intervals stand in the table.`,
    table: table(conversation, summary.bandwidth),
  })}${[...threads, ...loadSentences(conversation)].map((sentence) => html`<p>${sentence}</p>`)}</div>`;
}

function draw(rows: readonly EngineRow[], width: number): Element {
  const shares = rows.flatMap((row) =>
    sharesOf(row).map((share) => ({ ...share, engine: row.target.title })),
  );
  return Plot.plot({
    ...barLayout(
      rows.map(({ target }) => target.title),
      width,
    ),
    x: { label: "milliseconds →", grid: true },
    marks: [
      Plot.barX(shares, {
        y: "engine",
        x: "ms",
        fill: ({ part }: Share) => FILL[part],
        title: ({ part, ms }: Share) => `${LABEL[part]}: ${ms.toFixed(1)} ms`,
      }),
      Plot.ruleX([0]),
    ],
  });
}

function table({ workload, rows }: Conversation, bandwidth: number | null): HTMLElement {
  const column = (label: string, key: keyof EngineText, about?: string) => ({
    label,
    numeric: key !== "engine",
    heading: key === "engine",
    value: (row: EngineText) => row[key],
    ...(about ? { about } : {}),
  });
  return dataTable(
    "Engines of the same model, fastest tokens first",
    [
      column("Engine", "engine"),
      column("First token", "firstToken", "median, with its 95 % interval"),
      column("Prompt tokens a second", "prefill"),
      column("Each other token, p50", "token", "with its 95 % interval"),
      column("Tokens a second", "decode"),
      column(
        "Of memory’s bound",
        "ofBound",
        "tokens a second over bandwidth ÷ the file’s bytes, one thread copying memory",
      ),
      column("Its p90 / p99", "tail", "from one token to the next"),
      column("Load", "load", "engine and model, in a fresh process, with the model’s file in memory"),
      column("Load from disk", "diskLoad", "the same, with the model’s file dropped from memory before"),
      column(
        "Perplexity",
        "perplexity",
        "on a fixed text; of weights for which engines may say other tokens",
      ),
      column("Peak memory", "memory"),
    ],
    rows.map((row) => engineText(row, workload, bandwidth)),
  );
}
