import * as Plot from "@observablehq/plot";
import { html } from "htl";
import type { ThreadRung } from "../../model/llm/threads.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { threadsQuery } from "../../report/figure-queries.js";
import { LLM_COMMAND } from "../../report/llm/command.js";
import {
  type NamedLadder,
  namedLadders,
  type ThreadText,
  threadsFinding,
  threadsSentences,
  threadText,
} from "../../report/llm/threads.js";
import { timesAxis } from "../charts/log-ticks.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";

const COLOUR = { tokens: "var(--bucket-compute)", prompt: "var(--theme-foreground-muted)" } as const;

/** A conversation on more and more threads; the command where none was had. */
export function threadFigures(summary: MeasuredSummary): HTMLElement {
  const ladders = namedLadders(summary);
  if (ladders.length === 0)
    return html`<div><p>No conversation on more and more threads was measured in this run:</p><pre><code>${LLM_COMMAND}</code></pre></div>`;
  return html`<div>${ladders.map((ladder) => (ladder.missing ? missing(ladder.missing) : threadFigure(ladder, summary)))}</div>`;
}

const missing = ({ reason, enable }: NonNullable<NamedLadder["missing"]>): HTMLElement =>
  html`<p>A conversation on more and more threads was not measured here: ${reason}. To look into it: <code>${enable}</code></p>`;

function threadFigure(ladder: NamedLadder, { runId, environment: { cores } }: MeasuredSummary): HTMLElement {
  const { rungs } = ladder;
  return html`<div>${figure({
    id: `threads-${ladder.workload}`,
    title: threadsFinding(ladder, cores),
    subtitle: `${ladder.workloadTitle}, a prompt of ${rungs[0]!.promptTokens} tokens: speed over that of one thread`,
    unit: "times one thread’s speed",
    query: threadsQuery(runId, ladder.workload),
    legend: legend([
      { label: "tokens after the first", colour: COLOUR.tokens, symbol: "●" },
      { label: "until the first token", colour: COLOUR.prompt, symbol: "○" },
      { label: "as many threads as cores", colour: "var(--verdict-worse)", symbol: "┆" },
    ]),
    chart: responsive((width) => draw(rungs, cores, width)),
    description: rungs
      .map(threadText)
      .map(
        ({ threads, firstToken, decode }) =>
          `${threads} threads: first token after ${firstToken}, then ${decode} tokens a second`,
      )
      .join("; "),
    caption:
      "All in one process, each number of threads in turn. Times are medians over rounds; their intervals say nothing of how processes differ.",
    table: table(rungs),
  })}${threadsSentences(ladder, cores).map((sentence) => html`<p>${sentence}</p>`)}</div>`;
}

interface Speed {
  readonly threads: number;
  readonly what: "tokens" | "prompt";
  readonly times: number;
}

const speedsOf = ({ threads, tokenOverOne, firstOverOne }: ThreadRung): Speed[] => [
  { threads, what: "tokens", times: 1 / (tokenOverOne?.value ?? 1) },
  { threads, what: "prompt", times: 1 / (firstOverOne?.value ?? 1) },
];

function draw(rungs: readonly ThreadRung[], cores: number, width: number): Element {
  const speeds = rungs.flatMap(speedsOf);
  const all = speeds.map(({ times }) => times);
  const domain = [Math.min(...all, 0.5) / 1.2, Math.max(...all, 2) * 1.2] as const;
  const hue = ({ what }: Speed) => COLOUR[what];
  return Plot.plot({
    width,
    height: 260,
    marginLeft: 56,
    marginRight: 24,
    marginBottom: 40,
    x: {
      type: "log",
      base: 2,
      domain: [1, Math.max(...rungs.map(({ threads }) => threads), 2)],
      ticks: rungs.map(({ threads }) => threads),
      tickFormat: String,
      label: "threads →",
    },
    y: timesAxis("↑ speed over one thread’s", domain, width),
    marks: [
      Plot.ruleY([1], { stroke: "var(--theme-foreground-faint)" }),
      Plot.ruleX([cores], { stroke: "var(--verdict-worse)", strokeDasharray: "4,3" }),
      Plot.line(speeds, { x: "threads", y: "times", z: "what", stroke: hue, strokeWidth: 1.5 }),
      Plot.dot(speeds, {
        x: "threads",
        y: "times",
        r: 4.5,
        stroke: hue,
        fill: ({ what }: Speed) => (what === "tokens" ? COLOUR.tokens : "var(--theme-background)"),
        title: ({ threads, times }: Speed) => `${threads} threads: ${times.toPrecision(2)}×`,
      }),
    ],
  });
}

function table(rungs: readonly ThreadRung[]): HTMLElement {
  const column = (label: string, key: keyof ThreadText, about?: string) => ({
    label,
    numeric: true,
    heading: key === "threads",
    value: (row: ThreadText) => row[key],
    ...(about ? { about } : {}),
  });
  return dataTable(
    "A conversation by the engine’s threads",
    [
      column("Threads", "threads"),
      column("First token", "firstToken", "median over rounds"),
      column("Prompt tokens a second", "prefill"),
      column("Each other token", "token", "median over rounds of each round’s median"),
      column("Tokens a second", "decode"),
      column("Token’s time over one thread’s", "overOne"),
      column("Rounds", "rounds", "fewer where time was up; of one alone there is no interval but a range"),
    ],
    rungs.map(threadText),
  );
}
