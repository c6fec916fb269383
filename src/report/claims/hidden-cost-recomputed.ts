/** Figures of “The Hidden Cost of debunked WebAssembly”, recomputed from its own table, formula and case. */
import { FINTECH, type FintechFigure, fintechCase } from "../../model/cost/fintech-case.js";
import {
  type ArticleRuntime,
  COLD_SHARE,
  COLD_START_MS,
  PUBLISHED_TABLE,
  recomputePublishedTable,
} from "../../model/cost/hidden-cost-formula.js";
import { countText, formatShare, formatTimesRange, usdText } from "../../model/format.js";
import type { Recomputed } from "./claim.js";

const MODELS = ["MobileNet v2", "TinyLlama 1.1B"] as const;
type Model = (typeof MODELS)[number];
const WASM_RUNTIMES = ["wasmtime", "wasmer"] as const;

const rowOf = (runtime: ArticleRuntime, model: Model) =>
  PUBLISHED_TABLE.find((row) => row.runtime === runtime && row.model === model)!;

type Row = ReturnType<typeof rowOf>;

/** Something of each Wasm runtime against another, for both models. */
const wasmAgainst = (other: ArticleRuntime, of: (wasm: Row, other: Row) => number): number[] =>
  MODELS.flatMap((model) => WASM_RUNTIMES.map((wasm) => of(rowOf(wasm, model), rowOf(other, model))));

const ends = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;
const times = (values: readonly number[]) => formatTimesRange(...ends(values));
const shares = (values: readonly number[]) => ends(values).map(formatShare).join(" to ");
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function throughputLoss(): Recomputed {
  const losses = wasmAgainst("native", (wasm, native) => 1 - native.latencyMs / wasm.latencyMs);
  return {
    gives: `${shares(losses)} below native, for the two of eight models that its table has`,
    arithmetic: "1 − native latency ÷ Wasm latency; its FAQ has 19 % for MobileNet v2, its table 32 %",
    follows: "in part",
  };
}

export function extraOverDocker(): Recomputed {
  const extra = wasmAgainst("docker", (wasm, docker) => wasm.publishedUsd - docker.publishedUsd);
  const [least, most] = ends(extra).map((usd) => usdText(usd));
  return {
    gives: `${least} to ${most} per 1,000 by its table`,
    arithmetic: "published cost of Wasm − published cost of Docker, both runtimes and both models",
    follows: "no",
  };
}

export function costOfWasm(): Recomputed {
  const inCase = caseFigure("Wasm over native");
  const average = (runtimes: readonly ArticleRuntime[]) =>
    mean(MODELS.flatMap((model) => runtimes.map((runtime) => rowOf(runtime, model).publishedUsd)));
  return {
    gives: `${countText(average(WASM_RUNTIMES) / average(["native"]))} times by the means of its table, as its script takes them; ${inCase.recomputed}`,
    arithmetic: inCase.arithmetic,
    follows: "no",
  };
}

export const coldStartFactor = (): Recomputed => ({
  gives: `${countText(COLD_START_MS.wasmtime / COLD_START_MS.native)} times`,
  arithmetic: `${COLD_START_MS.wasmtime} ms ÷ ${COLD_START_MS.native} ms, constants of its script`,
  follows: "yes",
});

export function memoryFactor(model?: Model): Recomputed {
  const rows = wasmAgainst("native", (wasm, native) => wasm.memoryMb / native.memoryMb);
  const factors = model === undefined ? rows : rows.filter((_, i) => MODELS[Math.floor(i / 2)] === model);
  return {
    gives: `${times(factors)} by its table`,
    arithmetic: "peak memory of Wasm ÷ peak memory of native",
    follows: model === undefined ? "in part" : "yes",
  };
}

export function wasmtimeOverWasmer(): Recomputed {
  const saved = MODELS.map(
    (model) => 1 - rowOf("wasmtime", model).latencyMs / rowOf("wasmer", model).latencyMs,
  );
  return {
    gives: `${shares(saved)} less time by its table`,
    arithmetic: "1 − Wasmtime’s latency ÷ Wasmer’s",
    follows: "yes",
  };
}

export function latencyFactor(model: Model): Recomputed {
  const factors = WASM_RUNTIMES.map(
    (runtime) => rowOf(runtime, model).latencyMs / rowOf("native", model).latencyMs,
  );
  return {
    gives: `${times(factors)} as long in Wasm as natively`,
    arithmetic: "latency of Wasm ÷ latency of native",
    follows: "yes",
  };
}

export function tableCost(model: Model): Recomputed {
  const rows = recomputePublishedTable().filter((row) => row.model === model);
  const [least, most] = ends(rows.map(({ recomputedUsd }) => recomputedUsd)).map((usd) => usdText(usd));
  return {
    gives: `${least} to ${most}; what is printed is ${times(rows.map(({ ratio }) => ratio))} that`,
    arithmetic: "its formula over its latencies and memory, row by row",
    follows: "no",
  };
}

export function wholeTable(): Recomputed {
  const rows = recomputePublishedTable();
  return {
    gives: `none of its ${rows.length} rows: what is printed is ${times(rows.map(({ ratio }) => ratio))} what the formula gives`,
    arithmetic:
      "each row’s latency × GB × $0.0000166667, requests and a tenth of cold starts, against its printed cost",
    follows: "no",
  };
}

const PARAMETERS = 1.1e9;
const TOKENS = 512;

export function tinyLlamaWork(): Recomputed {
  const { latencyMs } = rowOf("native", "TinyLlama 1.1B");
  const flop = 2 * PARAMETERS * TOKENS;
  return {
    gives: `${countText(flop / latencyMs / 1e9)} TFLOP/s, if an inference is the 512 tokens of its script: more than 16 CPU cores reach`,
    arithmetic: `2 × 1.1 B parameters × ${TOKENS} tokens ÷ ${latencyMs} ms`,
    follows: "cannot be told",
  };
}

export function tinyLlamaWeights(): Recomputed {
  const { memoryMb } = rowOf("native", "TinyLlama 1.1B");
  const megabytes = (bytes: number) => (PARAMETERS * bytes) / 2 ** 20;
  const { gives } = memoryFactor("TinyLlama 1.1B");
  return {
    gives: `${gives} over native; 32-bit weights alone are ${countText(megabytes(4))} MB and 16-bit ones ${countText(megabytes(2))} MB, which leaves ${countText(memoryMb - megabytes(2))} MB for all else`,
    arithmetic: "1.1 B parameters × 4 or 2 bytes",
    follows: "cannot be told",
  };
}

export function tinyLlamaRates(): Recomputed {
  const rate = (runtime: ArticleRuntime) => countText(1000 / rowOf(runtime, "TinyLlama 1.1B").latencyMs);
  return {
    gives: `${rate("wasmtime")} and ${rate("native")} by its latencies; nothing gives the third, and the machine that it names has no GPU`,
    arithmetic: "1,000 ÷ latency",
    follows: "in part",
  };
}

export function shareOfSpend(): Recomputed {
  const values = wasmAgainst("native", ({ runtime, latencyMs }) => {
    const cold = COLD_SHARE * COLD_START_MS[runtime];
    return cold / (cold + latencyMs);
  });
  return {
    gives: `${shares(values)} at the tenth of cold calls of its script`,
    arithmetic: "0.1 × cold start ÷ (latency + 0.1 × cold start), Wasm runtimes",
    follows: "cannot be told",
  };
}

export function wholeCase(): Recomputed {
  const figures = fintechCase();
  const following = figures.filter(({ follows }) => follows === "yes");
  const [before, after] = [caseFigure("cost before"), caseFigure("cost after")];
  return {
    gives: `before: ${before.recomputed}; after: ${after.recomputed}. ${following.length} of ${figures.length} figures follows: the saving, from the two bills`,
    arithmetic: `${before.arithmetic} (the case states ${usdText(FINTECH.beforeUsd)})`,
    follows: "no",
  };
}

const caseFigure = (id: FintechFigure["id"]): FintechFigure =>
  fintechCase().find((figure) => figure.id === id)!;
