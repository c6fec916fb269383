/** What is said of engines of language models: how soon the first token is there, how fast the others come, and whether they agree. */
import { formatBytes, formatEstimateMs, formatMs, formatShare } from "../../model/format.js";
import { decodeRate, type Generation, prefillRate } from "../../model/llm/generation.js";
import type { TargetRecord } from "../../model/run-file.js";
import { type Estimate, quotient } from "../../model/statistics/estimate.js";
import type { MeasuredCell, MeasuredSummary, Percentile, WorkloadSummary } from "../../model/summary.js";
import { timesOf } from "../times.js";

export interface EngineRow {
  readonly target: TargetRecord;
  readonly cell: MeasuredCell;
  readonly generation: Generation;
}

/** A conversation and the engines that it was had with, fastest tokens first. */
export interface Conversation {
  readonly workload: WorkloadSummary;
  readonly rows: readonly EngineRow[];
}

export function conversationsOf({ workloads, targets }: MeasuredSummary): Conversation[] {
  return workloads
    .map((workload) => ({
      workload,
      rows: workload.cells
        .flatMap((cell): EngineRow[] =>
          cell.state === "measured" && cell.generation
            ? [{ target: targets.find(({ id }) => id === cell.target)!, cell, generation: cell.generation }]
            : [],
        )
        .sort((a, b) => a.generation.tokenMs.value - b.generation.tokenMs.value),
    }))
    .filter(({ rows }) => rows.length > 0);
}

/** "Chat: llama.cpp says its first token after 36 ms and 440 tokens a second; as Wasm in Node after 1.5 s, and tokens take 10× (9× to 11×) as long." */
export function enginesFinding({ workload, rows }: Conversation): string {
  const today = rows.find(({ target }) => target.id === workload.baseline) ?? rows[0]!;
  const others = rows.filter((row) => row !== today && row.target.threads === today.target.threads);
  const base = `${workload.title}: ${today.target.title} says its first token after ${formatEstimateMs(today.generation.firstTokenMs)}, and then ${rateText(decodeRate(today.generation))} tokens a second`;
  const said = others.map(
    ({ target, generation }) =>
      `${target.title} takes ${timesOf(quotient(generation.firstTokenMs, today.generation.firstTokenMs))} as long to the first and ${timesOf(quotient(generation.tokenMs, today.generation.tokenMs))} for each of the others`,
  );
  return said.length === 0 ? `${base}.` : `${base}; ${said.join("; ")}.`;
}

/** "440", or "12.3": as many digits as its interval bears. */
export function rateText({ value, low, high }: Estimate): string {
  const digits = (high - low) / value > 0.1 ? 2 : 3;
  return Number(value.toPrecision(digits)).toLocaleString("en-US");
}

/** What threads do to each engine that was measured with and without them: they may well make it slower. */
export function threadSentences({ rows }: Conversation, cores: number): string[] {
  return rows
    .filter(({ target }) => target.threads > 1)
    .flatMap((row) => {
      const single = rows.find(
        ({ target }) =>
          target.threads === 1 &&
          target.port === row.target.port &&
          target.reach.join() === row.target.reach.join(),
      );
      if (!single) return [];
      const token = quotient(row.generation.tokenMs, single.generation.tokenMs);
      const first = quotient(row.generation.firstTokenMs, single.generation.firstTokenMs);
      const verdict =
        token.low > 1
          ? "tokens come more slowly"
          : token.high < 1
            ? "tokens come faster"
            : "whether tokens come faster is not decided";
      return [
        `With ${row.target.threads} threads on ${cores} cores ${single.target.title} takes ${timesOf(first)} as long to the first token and ${timesOf(token)} for each of the others: ${verdict}.`,
      ];
    });
}

/** Whether the engines compute the same model, by the gates that every measured cell went through. */
export function agreementText({ workload, rows }: Conversation): string {
  const wrong = workload.cells.filter(({ state }) => state === "mismatch").length;
  const all = rows.map(({ target }) => target.title);
  const same =
    rows.length < 2
      ? "One engine was measured: nothing else could agree with it."
      : `${all.join(", ")} were given the same prompt, and each had to agree with the reference before it counted.`;
  return [
    same,
    ...(wrong === 0 ? [] : [`${wrong} did not, and do not count.`]),
    ...perplexityText(rows),
  ].join(" ");
}

/** "On a fixed text the reference’s perplexity is 618, and that of each engine within 0.27 % of it, where 1 % is allowed." */
function perplexityText(rows: readonly EngineRow[]): string[] {
  const scored = rows.flatMap(({ cell }) => cell.perplexity ?? []);
  const [first] = scored;
  if (!first) return [];
  const apart = Math.max(...scored.map(({ found, reference }) => Math.abs(found / reference - 1)));
  const engines = scored.length === 1 ? "that of one engine" : `those of ${scored.length} engines`;
  return [
    `On a fixed text the reference’s perplexity is ${first.reference.toPrecision(4)}, and ${engines} within ${(100 * apart).toPrecision(2)} % of it, where ${formatShare(first.tolerance)} is allowed.`,
  ];
}

/** What reading the model from the disk adds to loading it, of each engine; or why that was not measured. */
export function loadSentences({ rows }: Conversation): string[] {
  const read = rows.flatMap(({ target, cell }) =>
    cell.diskLoad?.state === "measured"
      ? [`${target.title} loads in ${formatMs(loadMs(cell))} and in ${formatMs(cell.diskLoad.loadMs)}`]
      : [],
  );
  if (read.length > 0)
    return [`With the model’s file in memory and dropped from it before: ${read.join("; ")}.`];
  const missing = rows.map(({ cell }) => cell.diskLoad).find((load) => load?.state === "missing");
  return missing?.state === "missing"
    ? [`Loading from the disk was not measured here: ${missing.reason}. What it takes: ${missing.enable}.`]
    : [];
}

const loadMs = ({ coldMs }: MeasuredCell): number => coldMs.import + coldMs.compile + coldMs.session;

/** A row of the table behind the charts. */
export interface EngineText {
  readonly engine: string;
  readonly firstToken: string;
  readonly prefill: string;
  readonly token: string;
  readonly decode: string;
  readonly tail: string;
  readonly load: string;
  readonly diskLoad: string;
  readonly perplexity: string;
  readonly memory: string;
  /** Of the tokens a second that reading all weights for each would allow; a dash where memory was not timed. */
  readonly ofBound: string;
}

export function engineText(
  { target, cell, generation }: EngineRow,
  { model }: Pick<WorkloadSummary, "model">,
  bandwidth: number | null,
): EngineText {
  const { diskLoad, perplexity, peakRssBytes } = cell;
  return {
    engine: target.title,
    firstToken: formatEstimateMs(generation.firstTokenMs),
    prefill: rateText(prefillRate(generation)),
    token: formatEstimateMs(generation.tokenMs),
    decode: rateText(decodeRate(generation)),
    tail: `${percentileText(generation.tokenP90)} / ${percentileText(generation.tokenP99)}`,
    load: formatMs(loadMs(cell)),
    diskLoad: diskLoad?.state === "measured" ? formatMs(diskLoad.loadMs) : "not measured",
    perplexity: perplexity ? perplexity.found.toPrecision(4) : "–",
    ofBound: bandwidth === null ? "–" : formatShare((decodeRate(generation).value * model.bytes) / bandwidth),
    memory: peakRssBytes === null ? "not seen" : formatBytes(peakRssBytes),
  };
}

const percentileText = (percentile: Percentile): string =>
  percentile.state === "estimated" ? formatMs(percentile.ms) : "too few";

/** Where a request's time goes on an engine: reading the prompt and saying tokens, which are its computing, and its other buckets. */
export interface Share {
  readonly part: "prompt" | "tokens" | "code" | "io";
  readonly ms: number;
}

export function sharesOf({ cell, generation }: EngineRow): Share[] {
  const { compute, interpreter, io, unattributed } = cell.attribution.bucketMs;
  const prompt = Math.min(generation.firstTokenMs.value, compute);
  return [
    { part: "prompt", ms: prompt },
    { part: "tokens", ms: compute - prompt },
    { part: "code", ms: interpreter + unattributed },
    { part: "io", ms: io },
  ];
}

/** "Chat: until the first token passes 21 % of a request on llama.cpp, and 62 % on llama.cpp as Wasm, in Node." */
export function sharesFinding({ workload, rows }: Conversation): string {
  const share = (row: EngineRow) =>
    formatShare(Math.min(1, row.generation.firstTokenMs.value / row.cell.p50Ms.value));
  const [first, ...others] = rows;
  const last = others.at(-1);
  const said = (row: EngineRow) => `${share(row)} of a request on ${row.target.title}`;
  return `${workload.title}: until the first token passes ${said(first!)}${last ? `, and ${said(last)}` : ""}.`;
}

export function shareText(row: EngineRow): string {
  const shares = sharesOf(row);
  const total = shares.reduce((sum, { ms }) => sum + ms, 0);
  const of = (part: Share["part"]) => formatShare(shares.find((share) => share.part === part)!.ms / total);
  return `${row.target.title}: ${of("prompt")} reads the prompt, ${of("tokens")} says tokens, ${of("code")} is code around the model and ${of("io")} moves data`;
}
