/** The figures of “The Hidden Cost of debunked WebAssembly”, the one article that says Wasm costs more. */
import { COLD_SHARE } from "../../model/cost/hidden-cost-formula.js";
import { HIDDEN_COST } from "../../model/sources.js";
import type { MeasuredSummary } from "../../model/summary.js";
import type { Claim, Evidence } from "./claim.js";
import * as recomputed from "./hidden-cost-recomputed.js";
import { billedMemoryTime, coldStart, peakMemory, shareOfColdStarts, timeIn } from "./quantities.js";
import {
  amountBetween,
  averageOf,
  byId,
  PAGES,
  type Reading,
  readingsBetween,
  readingsOf,
} from "./reading.js";

const COMMAND = "npx portolan measure";
const V8 = "V8 in Node stands in for Wasmtime 21 and Wasmer 4.3, and this machine for a c7g.4xlarge";
const ARM = "Its text speaks of x86-64 binaries; the c7g.4xlarge that it names is an Arm machine.";
const LLM =
  "TinyLlama 1.1B on every engine, which takes a workload for language models; Portolan has none yet";
const RUNTIMES = "Wasmtime and Wasmer as targets; Portolan measures Wasm in V8 alone so far";
const [NATIVE, WASM] = [byId("native"), byId("wasm")];

/** Of Wasm over native, on the workloads of which it holds. */
const wasmOverNative =
  (
    reads: Parameters<typeof readingsBetween>[3],
    between?: Parameters<typeof readingsBetween>[4],
    only: (model: string) => boolean = () => true,
  ) =>
  ({ summary }: Evidence): Reading[] => {
    if (summary === null) return [];
    const workloads = summary.workloads.filter(({ model, variant }) => only(model.name) && !variant);
    const some: MeasuredSummary = { ...summary, workloads };
    return readingsBetween(some, NATIVE, WASM, reads, between);
  };

const isMobileNet = (model: string) => model.startsWith("MobileNetV2");

const BENCHMARK: readonly Claim[] = [
  {
    id: "000-a",
    source: HIDDEN_COST,
    says: "throughput of Wasm beside native, over 8 models",
    figure: "−19 to −47 %",
    recomputed: recomputed.throughputLoss(),
    by: "run",
    published: { low: 0.53, high: 0.81 },
    read: wasmOverNative(timeIn("compute")),
    standIn: V8,
    command: COMMAND,
    why: `A native engine of today uses vectors that Wasm does not have, so that the gap is wider for most models and closes where native kernels suit a model badly. ${ARM}`,
  },
  {
    id: "000-b",
    source: HIDDEN_COST,
    says: "what cold starts and memory add to Wasm beside Docker on Lambda, per 1,000 inferences",
    figure: "$0.18 to $0.42",
    by: "inputs",
    recomputed: recomputed.extraOverDocker(),
    why: "The least of its range is more than the largest difference in its own table. Docker on Lambda was not measured here.",
    page: PAGES.whatIf,
  },
  {
    id: "000-c",
    source: HIDDEN_COST,
    says: "infrastructure for Wasm beside native code",
    figure: "2.3× the cost",
    recomputed: recomputed.costOfWasm(),
    by: "run",
    published: { low: 2.25, high: 2.35 },
    read: (evidence) =>
      averageOf(
        "memory × time that Lambda bills, a tenth of the calls cold, Wasm over native",
        wasmOverNative(billedMemoryTime(COLD_SHARE), amountBetween)(evidence),
      ),
    standIn: V8,
    command: COMMAND,
    why: "The average hides the workload: what Wasm costs depends on how long its engine starts and how well it suits the model. Three of the article’s own calculations give three other factors.",
    page: PAGES.whatIf,
  },
  {
    id: "000-d",
    source: HIDDEN_COST,
    says: "cold start, native, Wasm and Docker",
    figure: "5 / 120 / 450 ms; Wasm 24× native",
    recomputed: recomputed.coldStartFactor(),
    by: "run",
    published: { low: 1 / 24.5, high: 1 / 23.5 },
    read: (evidence) => averageOf("start, Wasm over native", wasmOverNative(coldStart)(evidence)),
    standIn: `${V8}; Docker was not measured`,
    command: COMMAND,
    why: "Here a start is process, engine, model and the first answer, for both. 5 ms leave no time to load an engine and a model.",
  },
  {
    id: "000-e",
    source: HIDDEN_COST,
    says: "memory of Wasm beside native (Wasmtime 1.4, Wasmer 1.55 times)",
    figure: "1.4 to 1.6×",
    recomputed: recomputed.memoryFactor(),
    by: "run",
    published: { low: 1.4, high: 1.6 },
    read: wasmOverNative(peakMemory, amountBetween),
    standIn: V8,
    command: COMMAND,
    why: "Peaks were read from outside the process for both, from least to largest over its processes. Both hold Node itself, which narrows the gap; an engine that grows linear memory by doubling widens it.",
  },
  {
    id: "000-f",
    source: HIDDEN_COST,
    says: "Wasmtime beside Wasmer",
    figure: "12 to 18 % faster",
    recomputed: recomputed.wasmtimeOverWasmer(),
    by: "nothing",
    takes: RUNTIMES,
    why: "By its table it is so; nothing here says anything about either runtime.",
  },
  {
    id: "000-g",
    source: HIDDEN_COST,
    says: "time of MobileNet v2, native, in Wasmtime, in Wasmer, in Docker",
    figure: "8.2 / 12.1 / 14.7 / 11.5 ms",
    recomputed: recomputed.latencyFactor("MobileNet v2"),
    by: "run",
    published: { low: 8.2 / 14.7, high: 8.2 / 12.1 },
    read: wasmOverNative(timeIn("compute"), undefined, isMobileNet),
    standIn: `${V8}; times of two machines are not compared, only Wasm over native on each`,
    command: COMMAND,
    why: `Here the model runs on one thread; the article names none. ${ARM}`,
  },
  {
    id: "000-h",
    source: HIDDEN_COST,
    says: "peak memory of MobileNet v2, native, in Wasmtime, in Wasmer, in Docker",
    figure: "124 / 173 / 189 / 156 MB",
    recomputed: recomputed.memoryFactor("MobileNet v2"),
    by: "run",
    published: { low: 173 / 124, high: 189 / 124 },
    read: wasmOverNative(peakMemory, amountBetween, isMobileNet),
    standIn: `${V8}; sizes of two engines are not compared, only Wasm over native in each`,
    command: COMMAND,
    why: "Node is in both of the sizes measured here, and in neither of the article’s.",
  },
  {
    id: "000-i",
    source: HIDDEN_COST,
    says: "cost of 1,000 inferences of MobileNet v2 on Lambda, native, Wasmtime, Wasmer, Docker",
    figure: "$.0012 / .0023 / .0028 / .0019",
    by: "inputs",
    recomputed: recomputed.tableCost("MobileNet v2"),
    why: "The printed costs did not come from the printed formula: each is off by a factor of its own.",
    page: PAGES.costTable,
  },
];

const TINY_LLAMA: readonly Claim[] = [
  {
    id: "000-j",
    source: HIDDEN_COST,
    says: "time of TinyLlama 1.1B, native, in Wasmtime, in Wasmer, in Docker",
    figure: "142 / 208 / 241 / 165 ms",
    recomputed: recomputed.tinyLlamaWork(),
    by: "nothing",
    takes: LLM,
    why: "It does not say what one inference is: a token, or its script’s input of 512.",
  },
  {
    id: "000-k",
    source: HIDDEN_COST,
    says: "peak memory of TinyLlama 1.1B, native, in Wasmtime, in Wasmer, in Docker",
    figure: "2140 / 3010 / 3290 / 2380 MB",
    recomputed: recomputed.tinyLlamaWeights(),
    by: "nothing",
    takes: LLM,
    why: "It does not say how its weights are stored.",
  },
  {
    id: "000-l",
    source: HIDDEN_COST,
    says: "cost of 1,000 inferences of TinyLlama 1.1B on Lambda, native, Wasmtime, Wasmer, Docker",
    figure: "$.187 / .312 / .371 / .224",
    by: "inputs",
    recomputed: recomputed.tableCost("TinyLlama 1.1B"),
    why: "The printed costs did not come from the printed formula: each is off by a factor of its own.",
    page: PAGES.costTable,
  },
  {
    id: "000-m",
    source: HIDDEN_COST,
    says: "TinyLlama inferences per second: Wasmtime, native, Wasm with WebGPU",
    figure: "4.8 / 7.0 / 12.3",
    recomputed: recomputed.tinyLlamaRates(),
    by: "nothing",
    takes: `${LLM}; and a machine with a GPU`,
    why: "Two follow from its latencies. The third was measured on a machine that it does not name.",
  },
];

const REST: readonly Claim[] = [
  {
    id: "000-n",
    source: HIDDEN_COST,
    says: "memory of TinyLlama as the Wasm runtime reports it, and as seen from outside",
    figure: "2100 / 3010 MB",
    by: "nothing",
    takes: RUNTIMES,
    why: "Here memory is read from outside the process always, for the reason that the article gives; what a runtime says of itself is kept in the store for comparison.",
    page: PAGES.data,
  },
  {
    id: "000-o",
    source: HIDDEN_COST,
    says: "what compiling a model to Wasm adds to its size",
    figure: "about 200 MB",
    by: "nothing",
    takes: "a compiler from ONNX to Wasm: the command that it names, wasmer compile, takes Wasm modules",
    why: "Here a model stays a file beside an engine that is Wasm, of a few megabytes.",
  },
  {
    id: "000-p",
    source: HIDDEN_COST,
    says: "a survey of 42 engineers on Wasm: debugging; experience against native, hiring, pay; audits",
    figure: "3.2×; 12 vs 89 %, +4 to 6 weeks, +22 %; 34 %, +2 to 3 months",
    by: "nothing",
    takes: "a survey of teams, or a team’s own records",
    why: "A survey’s figure stays one: it bounds a range of the cost model, marked as such, and is never measured here.",
    page: PAGES.whatIf,
  },
  {
    id: "000-q",
    source: HIDDEN_COST,
    says: "share of cold starts in what is spent under sporadic traffic",
    figure: "30 to 40 %",
    recomputed: recomputed.shareOfSpend(),
    by: "run",
    published: { low: 0.3, high: 0.4 },
    read: ({ summary }) =>
      summary === null ? [] : readingsOf(summary, WASM, shareOfColdStarts(COLD_SHARE), "share"),
    standIn: `${V8}; the tenth of cold calls of its script stands in for a sporadic traffic that it does not describe`,
    command: COMMAND,
    why: "The share follows from how often a call is cold and how long a start takes beside a request; the what-if page computes it for any traffic.",
    page: PAGES.whatIf,
  },
  {
    id: "000-r",
    source: HIDDEN_COST,
    says: "a fintech company leaves Wasm: cost a month, p99, time-outs, debugging a week",
    figure: "$42k → 24k; 2.4 s → 210 ms; 30 → 0.2 %; 14 → 3 h",
    by: "inputs",
    recomputed: recomputed.wholeCase(),
    why: "Neither bill follows from its traffic, by its formula or by its table; hours and rates do not either.",
    page: PAGES.case,
  },
  {
    id: "000-s",
    source: HIDDEN_COST,
    says: "what its cost formula gives ($0.0000166667 per GB-s, $0.20 per million requests, memory × 1.4 for Wasm, 10 % cold starts)",
    figure: "the eight costs of its table",
    by: "inputs",
    recomputed: recomputed.wholeTable(),
    why: "The table did not come from the formula, which moreover divides the price of requests by a million twice, and multiplies memory that was measured in Wasm by 1.4 once more.",
    page: PAGES.costTable,
  },
];

export const HIDDEN_COST_CLAIMS: readonly Claim[] = [...BENCHMARK, ...TINY_LLAMA, ...REST];
