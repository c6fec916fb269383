/** What the page “Your machine” says. */

import { formatBytes, formatEstimateMs, formatIntervalMs, formatMs, formatRatio } from "../model/format.js";
import { type Published, publishedBeside } from "../model/live/beside.js";
import { type Device, modelBudgetBytes, NOT_ASKED } from "../model/live/device.js";
import type { LiveListing } from "../model/live/listing.js";
import type { TargetRecord } from "../model/run-file.js";
import type { Cell, MeasuredSummary, WorkloadSummary } from "../model/summary.js";
import { heading, list, md, sections, table } from "./markdown.js";
import { capital, counted, listed, titleOf } from "./words.js";

export interface Fact {
  readonly term: string;
  readonly value: string;
  readonly detail: string;
}

/** What the browser says of itself and of what it may use; null before it was asked. */
export function deviceFacts(device: Device | null): Fact[] {
  if (device === null)
    return deviceFacts(NOT_ASKED).map(({ term }) => ({
      term,
      value: "…",
      detail: "asked of your browser once the page’s scripts run",
    }));
  const { browser, system, cores, memoryGib, isolated, clockStepMs, gpu } = device;
  return [
    { term: "Browser", value: browser, detail: `on ${system}` },
    {
      term: "Cores",
      value: String(cores),
      detail: "that the browser admits to; some say fewer than there are",
    },
    {
      term: "Memory",
      value: memoryGib === null ? "not said" : memoryGib >= 8 ? "8 GiB or more" : `${memoryGib} GiB`,
      detail: `a model of up to ${formatBytes(modelBudgetBytes(device), 2)} is run without being asked for twice, on the assumption that a page may take a quarter of it, for three copies${device.memoryGib === null ? "; 4 GiB are assumed" : ""}`,
    },
    {
      term: "Cross-origin isolated",
      value: isolated ? "yes" : "no",
      detail: isolated
        ? "threads may share memory"
        : "no threads, and a coarse clock: the host sends no COOP and COEP headers; `npm start` does",
    },
    {
      term: "Clock",
      value: `steps of ${formatMs(clockStepMs, 2)}`,
      detail: "a request that is not much longer than a step cannot be told from noise",
    },
    gpu.state === "none"
      ? { term: "WebGPU", value: "none", detail: gpu.reason }
      : {
          term: "WebGPU",
          value: gpu.adapter.name,
          detail: gpu.adapter.software
            ? "software that imitates a GPU on the CPU: it is run, and its times are kept out of every ratio and answer"
            : `${counted(gpu.features.length, "feature")}, among them ${gpu.features.includes("shader-f16") ? "" : "not "}half precision`,
        },
  ];
}

/** A row of the queue. */
export type RowState =
  | { readonly state: "unavailable"; readonly reason: string; readonly enable: string }
  | { readonly state: "idle" }
  | { readonly state: "waiting" }
  | { readonly state: "running"; readonly done: number; readonly total: number }
  | { readonly state: "done" }
  | { readonly state: "lost"; readonly reason: string };

export function rowText(state: RowState): string {
  switch (state.state) {
    case "unavailable":
      return "not here";
    case "idle":
      return "–";
    case "waiting":
      return "waits";
    case "running":
      return `runs: worker ${state.done + 1} of ${state.total}`;
    case "done":
      return "measured";
    case "lost":
      return `lost: ${state.reason}`;
  }
}

/** Why targets cannot run in this browser, and what would change that; empty where all can. */
export function lackSentences(targets: readonly TargetRecord[]): string[] {
  return targets.flatMap((target) =>
    target.available
      ? []
      : [`${target.title} cannot run here: ${target.reason}. To have it: ${target.enable}.`],
  );
}

/** What a run fetches, before it is started. */
export function fetchSentence(bytes: number, rows: number): string {
  if (rows === 0) return "Choose at least one row.";
  return `${capital(counted(rows, "row"))}: up to ${formatBytes(bytes, 2)} are fetched from this report’s own folder, once; nothing is sent anywhere.`;
}

export function missingSentences({ missing, command }: LiveListing): string[] {
  if (missing.length === 0) return [];
  const byReason = new Map<string, string[]>();
  for (const { title, reason } of missing) byReason.set(reason, [...(byReason.get(reason) ?? []), title]);
  return [
    ...[...byReason].map(([reason, titles]) => `${listed(titles)}: ${reason}.`),
    `A site with all of them: \`${command}\`.`,
  ];
}

export const HOW_IT_RUNS =
  "Three workers for each row, in a random order; each ends before the next begins, so that one that crashes costs its own row and nothing else. Leave this page visible: a row that runs while it is hidden is lost, and can be repeated.";

export const HOW_TO_IMPORT = "`npx portolan import FILE` takes the run in; it is then a run like any other.";

export const NO_FILES =
  "This site holds nothing to run: a preview has no workers, models and requests beside its pages. `npm start` and `npx portolan build` put them there.";

/** One measured or lost cell of the reader's browser. */
export interface ResultRow {
  readonly workload: string;
  readonly target: string;
  readonly here: string;
  readonly interval: string;
  /** Against one thread of Wasm in this browser. */
  readonly ratio: string;
  readonly published: string;
  readonly beside: string;
  readonly output: string;
  readonly cold: string;
}

type ResultColumn = readonly [key: keyof ResultRow, label: string];

const RESULT_COLUMNS: readonly ResultColumn[] = [
  ["workload", "Workload"],
  ["target", "Target"],
  ["here", "Median here"],
  ["interval", "95 % interval"],
  ["ratio", "Against Wasm on one thread, here"],
  ["published", "Published"],
  ["beside", "Here against published"],
  ["output", "Output"],
  ["cold", "From start to first result"],
];

/** Those that say something: without a run there is nothing to stand beside. */
export const resultColumns = (published: MeasuredSummary | null): readonly ResultColumn[] =>
  RESULT_COLUMNS.filter(([key]) => published !== null || (key !== "published" && key !== "beside"));

/** Every cell that ran. */
export function resultRows(live: MeasuredSummary, published: MeasuredSummary | null): ResultRow[] {
  return live.workloads.flatMap((workload) =>
    workload.cells
      .filter(({ state }) => state !== "cut" && state !== "unavailable")
      .map((cell) => resultRow(workload, cell, live, published)),
  );
}

function resultRow(
  workload: WorkloadSummary,
  cell: Cell,
  live: MeasuredSummary,
  published: MeasuredSummary | null,
): ResultRow {
  const names = { workload: workload.title, target: titleOf(cell.target, live.targets) };
  const empty = { interval: "", ratio: "", published: "", beside: "", output: "", cold: "" };
  if (cell.state !== "measured") return { ...names, ...empty, here: cell.reason };
  const beside = publishedBeside(workload, cell, published);
  return {
    ...names,
    here: formatEstimateMs(cell.p50Ms),
    interval: formatIntervalMs(cell.p50Ms),
    ratio: cell.target === workload.baseline ? "–" : cell.ratio ? formatRatio(cell.ratio) : "not comparable",
    published: beside.state === "measured" ? formatEstimateMs(beside.cell.p50Ms) : "–",
    beside: besideText(beside),
    output: outputText(cell),
    cold: formatEstimateMs(cell.coldTotalMs),
  };
}

function besideText(beside: Published): string {
  return beside.state === "measured" ? formatRatio(beside.ratio) : beside.reason;
}

function outputText({ agreement }: Extract<Cell, { state: "measured" }>): string {
  if (agreement === null) return "not compared";
  if (agreement.maxAbsError === 0) return "agrees exactly";
  return `agrees within ${Number(agreement.tolerance.toPrecision(2))}: off by ${agreement.maxAbsError.toPrecision(2)} at most`;
}

/** The finding as a sentence, for a heading and for whoever listens. */
export function resultTitle(live: MeasuredSummary): string {
  const cells = live.workloads.flatMap(({ cells, title }) =>
    cells.flatMap((cell) => (cell.state === "measured" ? [{ cell, title }] : [])),
  );
  if (cells.length === 0) return "Nothing was measured";
  const quicker = cells.filter(({ cell }) => cell.ratio?.verdict === "faster");
  const [best] = quicker.sort((a, b) => a.cell.ratio!.value - b.cell.ratio!.value);
  if (!best) return "Nothing is surely faster here than Wasm on one thread";
  return `${titleOf(best.cell.target, live.targets)} is ${formatRatio(best.cell.ratio!)} here than Wasm on one thread, on ${best.title}`;
}

/** To paste into an issue or a chat. */
export function liveMarkdown(
  device: Device,
  live: MeasuredSummary,
  published: MeasuredSummary | null,
): string {
  const columns = resultColumns(published).filter(([key]) => key !== "interval");
  return sections(
    heading(2, resultTitle(live)),
    table(
      columns.map(([, label]) => label),
      resultRows(live, published).map((row) => columns.map(([key]) => row[key])),
    ),
    list(deviceFacts(device).map(({ term, value, detail }) => md`**${term}**: ${value} (${detail})`)),
    `Portolan, suite ${live.suiteVersion}, run ${live.runId}, ${live.startedAt.slice(0, 10)}${published ? `; published: run ${published.runId} on ${published.environment.cpuModel}` : ""}.`,
  );
}
