/**
 * A published case study, each of its figures recomputed from what the article itself states: its traffic, its benchmark
 * table, its price, its survey. Nothing here is measured; a figure that needs something unstated is told so.
 * Source: “The Hidden Cost of debunked WebAssembly” (`HIDDEN_COST` in sources.ts), "Case Study: Series B Fintech Startup", its cost
 * script and its table.
 */
import { countText, usdText } from "../format.js";
import { type ArticleRuntime, costPer1000, PUBLISHED_TABLE } from "./hidden-cost-formula.js";

/** What the case states. */
export const FINTECH = {
  inferencesPerMonth: 12e6,
  beforeUsd: 42_000,
  afterUsd: 24_000,
  beforeP99Ms: 2400,
  afterP99Ms: 210,
  timeoutsBefore: 0.3,
  timeoutsAfter: 0.002,
  debugHoursBeforePerWeek: 14,
  debugHoursAfterPerWeek: 3,
  /** Cold start of a Wasm runtime and of native code, as the article's benchmark has them. */
  wasmColdMs: 120,
  nativeColdMs: 5,
  /** "3.2x more engineering hours to debug", its survey. */
  debugFactor: 3.2,
  /** Its cost script's share of cold invocations. */
  coldShare: 0.1,
} as const;

export interface FintechFigure {
  readonly id: string;
  /** What the article says. */
  readonly stated: string;
  /** What its own inputs give; null where they give nothing. */
  readonly recomputed: string | null;
  /** Quantity × price, written out. */
  readonly arithmetic: string;
  readonly follows: "yes" | "no" | "cannot be told";
  readonly why: string;
}

const TINY_LLAMA = "TinyLlama 1.1B";

const measuredRow = (runtime: ArticleRuntime) =>
  PUBLISHED_TABLE.find((row) => row.runtime === runtime && row.model === TINY_LLAMA)!;

/** What a month of the case's traffic costs by the article's formula, and by the per-1,000 price of its table. */
function monthOf(runtime: ArticleRuntime) {
  const { latencyMs, memoryMb, publishedUsd } = measuredRow(runtime);
  const thousands = FINTECH.inferencesPerMonth / 1000;
  const cost = costPer1000(runtime, latencyMs, memoryMb);
  return {
    latencyMs,
    memoryMb,
    publishedUsd,
    thousands,
    per1000Usd: cost.totalUsd,
    formulaUsd: cost.totalUsd * thousands,
    /** With the measured memory as it is, not multiplied by 1.4 once more. */
    plainUsd: costPer1000("native", latencyMs, memoryMb).totalUsd * thousands,
    tableUsd: publishedUsd * thousands,
  };
}

const percent = (value: number) => `${countText(value * 100)} %`;

/** Every figure of the case. */
export function fintechCase(): FintechFigure[] {
  return [
    bill("cost before", "wasmtime", FINTECH.beforeUsd),
    bill("cost after", "native", FINTECH.afterUsd),
    saving(),
    costFactor(),
    p99Before(),
    p99After(),
    timeouts(),
    debugging(),
  ];
}

function bill(id: string, runtime: ArticleRuntime, statedUsd: number): FintechFigure {
  const { latencyMs, memoryMb, per1000Usd, thousands, formulaUsd, tableUsd, publishedUsd } = monthOf(runtime);
  const memory = runtime === "wasmtime" ? `${memoryMb} MB × 1.4` : `${memoryMb} MB`;
  const impliedSeconds = statedUsd / FINTECH.inferencesPerMonth / ((memoryMb / 1024) * 0.0000166667);
  return {
    id,
    stated: `${usdText(statedUsd)} a month`,
    recomputed: `${usdText(formulaUsd)} a month by its formula, ${usdText(tableUsd)} by its table`,
    arithmetic:
      `12 M × (${latencyMs} ms, ${memory}, $0.0000166667 per GB-s, 10 % cold) = ${countText(thousands)} × ${usdText(per1000Usd)} = ${usdText(formulaUsd)}; ` +
      `${countText(thousands)} × ${usdText(publishedUsd)} (table) = ${usdText(tableUsd)}`,
    follows: "no",
    why: `The stated bill is ${countText(statedUsd / formulaUsd)} times what the formula gives. At its own memory and price it needs ${countText(impliedSeconds)} s of Lambda per inference instead of ${countText(latencyMs / 1000)} s; answers of many tokens would take that long, but the case states no such time.`,
  };
}

function saving(): FintechFigure {
  const savedUsd = FINTECH.beforeUsd - FINTECH.afterUsd;
  return {
    id: "saving",
    stated: "$18,000 a month",
    recomputed: `${usdText(savedUsd)} a month`,
    arithmetic: `${usdText(FINTECH.beforeUsd)} − ${usdText(FINTECH.afterUsd)} = ${usdText(savedUsd)}`,
    follows: "yes",
    why: "It is the difference of the two stated bills; it is as good as they are.",
  };
}

function costFactor(): FintechFigure {
  const { beforeUsd, afterUsd } = FINTECH;
  const [before, after] = [monthOf("wasmtime"), monthOf("native")];
  return {
    id: "Wasm over native",
    stated: "2.3 times the infrastructure cost",
    recomputed: `${countText(beforeUsd / afterUsd)} times in the case, ${countText(before.formulaUsd / after.formulaUsd)} by its formula, ${countText(before.tableUsd / after.tableUsd)} by its table`,
    arithmetic: `${usdText(beforeUsd)} / ${usdText(afterUsd)}; ${usdText(before.formulaUsd)} / ${usdText(after.formulaUsd)}; ${usdText(before.tableUsd)} / ${usdText(after.tableUsd)}`,
    follows: "no",
    why: `Three of its own calculations give three other factors. Its formula overshoots because it multiplies a memory that was measured under Wasm by 1.4 once more; without that it gives ${countText(before.plainUsd / after.plainUsd)}.`,
  };
}

function p99Before(): FintechFigure {
  const { latencyMs } = measuredRow("wasmtime");
  const coldMs = latencyMs + FINTECH.wasmColdMs;
  return {
    id: "p99 before",
    stated: "2.4 s",
    recomputed: `${countText(coldMs)} ms for a cold request`,
    arithmetic: `${latencyMs} ms warm + ${FINTECH.wasmColdMs} ms cold start = ${countText(coldMs)} ms`,
    follows: "no",
    why: `By its own means even a cold request takes ${countText(coldMs)} ms; 2.4 s is ${countText(FINTECH.beforeP99Ms / coldMs)} times that. Loading a 1.1-billion-parameter model on a cold start, or longer answers, could explain it; neither is in the stated figures.`,
  };
}

function p99After(): FintechFigure {
  const { latencyMs } = measuredRow("native");
  const coldMs = latencyMs + FINTECH.nativeColdMs;
  return {
    id: "p99 after",
    stated: "210 ms",
    recomputed: null,
    arithmetic: `mean ${latencyMs} ms warm, ${countText(coldMs)} ms cold; 210 ms is ${countText(FINTECH.afterP99Ms / latencyMs)} times the mean`,
    follows: "cannot be told",
    why: "It would be a plausible tail, but the article publishes means only, and no spread.",
  };
}

function timeouts(): FintechFigure {
  const coldMs = measuredRow("wasmtime").latencyMs + FINTECH.wasmColdMs;
  return {
    id: "timeouts",
    stated: "30 % before, 0.2 % after",
    recomputed: `at most the cold share, ${percent(FINTECH.coldShare)} by its cost script`,
    arithmetic: `${percent(FINTECH.coldShare)} of requests are cold and take ${countText(coldMs)} ms; a timeout below that would also catch warm ones of ${measuredRow("wasmtime").latencyMs} ms`,
    follows: "no",
    why: `“30 % timed out due to cold starts” needs a cold share of at least ${percent(FINTECH.timeoutsBefore)}; its own cost script has ${percent(FINTECH.coldShare)}. No time-out is stated.`,
  };
}

function debugging(): FintechFigure {
  const { debugHoursBeforePerWeek: before, debugHoursAfterPerWeek: after } = FINTECH;
  return {
    id: "debugging",
    stated: "14 to 3 hours a week",
    recomputed: `${countText(before / FINTECH.debugFactor)} hours a week by its survey’s 3.2 times`,
    arithmetic: `${before} / ${FINTECH.debugFactor} = ${countText(before / FINTECH.debugFactor)}; the case’s own ratio is ${before} / ${after} = ${countText(before / after)}`,
    follows: "no",
    why: "One team may differ from a survey of 42; neither supports the other.",
  };
}
