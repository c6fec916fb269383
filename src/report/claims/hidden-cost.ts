/** The figures of “The Hidden Cost of debunked WebAssembly”, the one article that says Wasm costs more. */
import { COLD_SHARE, COLD_START_MS } from "../../model/cost/hidden-cost-formula.js";
import { deployedOf } from "../../model/decision/deployed.js";
import { HIDDEN_COST } from "../../model/sources.js";
import { EQUIVALENCE_BAND } from "../../model/statistics/ratio.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { STANDALONE_COMMAND } from "../standalone/command.js";
import type { Claim, Evidence } from "./claim.js";
import * as recomputed from "./hidden-cost-recomputed.js";
import {
  billedMemoryTime,
  coldStart,
  median,
  peakMemory,
  seenOverReported,
  shareOfColdStarts,
  timeIn,
} from "./quantities.js";
import {
  amountBetween,
  averageOf,
  gainBetween,
  PAGES,
  type Reading,
  type ReadsCell,
  readingsBetween,
  readingsOf,
} from "./reading.js";
import { ARTICLE_RUNTIMES, container, isInNode, moduleOn, nativeProgram, settingsOf } from "./standalone.js";

const V8 = "V8 in Node stands in for Wasmtime 21 and Wasmer 4.3, and this machine for a c7g.4xlarge";
const GENERATED =
  "a model as generated C stands in for however its modules were made, runtimes of today (Wasmer within CPython) for Wasmtime 21 and Wasmer 4.3, and this machine for a c7g.4xlarge";
const NAIVE =
  "Generated C is naive: most of the gap to a native engine is the engine’s kernels and not Wasm, as the page of runtimes tells apart.";
const ARM = "Its text speaks of x86-64 binaries; the c7g.4xlarge that it names is an Arm machine.";
const LLM =
  "TinyLlama 1.1B on every engine, which takes a workload for language models; Portolan has none yet";

/** What it says that compiling adds, over the 14 MB of MobileNet v2; and how far "about" goes. */
const ADDED = 200 / 14;
const ABOUT = 1.2;

/** What is deployed of a module with its model, over the model's own file. */
function deployedOverModel({ targets, workloads }: MeasuredSummary): Reading[] {
  const modules = targets.filter(moduleOn());
  return workloads.flatMap(({ id, title, model }) => {
    const [deployed] = modules.flatMap((target) => deployedOf(target, id, model.bytes) ?? []);
    const exactly = (value: number) => ({ value, low: value, high: value });
    const where = `${title}: module and weights over the model’s own file`;
    return deployed
      ? [amountBetween(where, exactly(deployed.bytes), exactly(model.bytes), PAGES.runtimes)]
      : [];
  });
}

/** What stands in for the article's runtimes, and more of that where there is. */
const standIn =
  (more = "") =>
  (evidence: Evidence): string =>
    `${isInNode(evidence) ? V8 : GENERATED}${more}`;

/** Of Wasm over native, on the workloads of which it holds, in each of the article's runtimes that was measured. */
function wasmOverNative(
  { summary }: Evidence,
  reads: ReadsCell,
  { between, only = () => true }: { between?: typeof amountBetween; only?: (model: string) => boolean } = {},
): { readonly where: string; readonly readings: readonly Reading[] }[] {
  if (summary === null) return [];
  const some = measuredOf(summary, only);
  return settingsOf(some).map(({ where, from, to }) => ({
    where,
    readings: readingsBetween(some, from, to, reads, between),
  }));
}

const measuredOf = (summary: MeasuredSummary, only: (model: string) => boolean): MeasuredSummary => ({
  ...summary,
  workloads: summary.workloads.filter(({ model, variant }) => only(model.name) && !variant),
});

const all = (settings: ReturnType<typeof wasmOverNative>): Reading[] =>
  settings.flatMap(({ readings }) => readings);

const averages = (what: string, settings: ReturnType<typeof wasmOverNative>): Reading[] =>
  settings.flatMap(({ where, readings }) => averageOf(`${what}${where}`, readings));

/** Of Docker over native, held against what the article prints of that. */
function dockerOverNative(
  { summary }: Evidence,
  reads: ReadsCell,
  published: number,
  between: typeof amountBetween = gainBetween,
  only: (model: string) => boolean = () => true,
): Reading[] {
  if (summary === null) return [];
  const expected = { low: published / (1 + EQUIVALENCE_BAND), high: published * (1 + EQUIVALENCE_BAND) };
  return readingsBetween(measuredOf(summary, only), nativeProgram, container, reads, between).map(
    (reading) => ({
      ...reading,
      expected,
    }),
  );
}

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
    read: (evidence) => all(wasmOverNative(evidence, timeIn("compute"))),
    standIn: standIn(),
    command: STANDALONE_COMMAND,
    why: `${NAIVE} An engine in Wasm lacks the vectors of a native one, so that the gap is wide for most models, and closes where native kernels suit a model badly. ${ARM}`,
    page: PAGES.runtimes,
  },
  {
    id: "000-b",
    source: HIDDEN_COST,
    says: "what cold starts and memory add to Wasm beside Docker on Lambda, per 1,000 inferences",
    figure: "$0.18 to $0.42",
    by: "inputs",
    recomputed: recomputed.extraOverDocker(),
    why: "The least of its range is more than the largest difference in its own table. Docker on Lambda is not measured here.",
    page: PAGES.comparison,
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
      averages(
        "memory × time that Lambda bills, a tenth of the calls cold, Wasm over native",
        wasmOverNative(evidence, billedMemoryTime(COLD_SHARE), { between: amountBetween }),
      ),
    standIn: standIn(),
    command: STANDALONE_COMMAND,
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
    read: (evidence) => [
      ...averages("start, Wasm over native", wasmOverNative(evidence, coldStart)),
      ...averageOf(
        "start, Docker over native",
        dockerOverNative(evidence, coldStart, COLD_START_MS.native / COLD_START_MS.docker),
      ),
    ],
    standIn: standIn(),
    command: STANDALONE_COMMAND,
    why: "Here a start is process, engine, model and the first answer, for all of them. 5 ms leave no time to load an engine and a model.",
    page: PAGES.coldStart,
  },
  {
    id: "000-e",
    source: HIDDEN_COST,
    says: "memory of Wasm beside native (Wasmtime 1.4, Wasmer 1.55 times)",
    figure: "1.4 to 1.6×",
    recomputed: recomputed.memoryFactor(),
    by: "run",
    published: { low: 1.4, high: 1.6 },
    read: (evidence) => all(wasmOverNative(evidence, peakMemory, { between: amountBetween })),
    standIn: standIn(),
    command: STANDALONE_COMMAND,
    why: "Peaks were read from outside the process for both, from least to largest over its processes. In Node both hold Node itself, which narrows the gap, and an engine that grows linear memory by doubling widens it; a native engine holds copies of the weights that a module without one does not.",
    page: PAGES.runtimes,
  },
  {
    id: "000-f",
    source: HIDDEN_COST,
    says: "Wasmtime beside Wasmer",
    figure: "12 to 18 % faster",
    recomputed: recomputed.wasmtimeOverWasmer(),
    by: "run",
    published: { low: 1 / (1 - 0.12), high: 1 / (1 - 0.18) },
    read: ({ summary }) =>
      summary === null ? [] : readingsBetween(summary, moduleOn("Wasmer"), moduleOn("Wasmtime"), median),
    standIn: "runtimes of today stand in for Wasmtime 21 and Wasmer 4.3",
    command: STANDALONE_COMMAND,
    why: "Both compile the same module, and both by Cranelift unless another compiler is asked for: what differs is how.",
    page: PAGES.runtimes,
  },
  {
    id: "000-g",
    source: HIDDEN_COST,
    says: "time of MobileNet v2, native, in Wasmtime, in Wasmer, in Docker",
    figure: "8.2 / 12.1 / 14.7 / 11.5 ms",
    recomputed: recomputed.latencyFactor("MobileNet v2"),
    by: "run",
    published: { low: 8.2 / 14.7, high: 8.2 / 12.1 },
    read: (evidence) => [
      ...all(wasmOverNative(evidence, timeIn("compute"), { only: isMobileNet })),
      ...dockerOverNative(evidence, timeIn("compute"), 8.2 / 11.5, gainBetween, isMobileNet),
    ],
    standIn: standIn("; times of two machines are not compared, only Wasm over native on each"),
    command: STANDALONE_COMMAND,
    why: `${NAIVE} Here the model runs on one thread; the article names none. ${ARM}`,
    page: PAGES.comparison,
  },
  {
    id: "000-h",
    source: HIDDEN_COST,
    says: "peak memory of MobileNet v2, native, in Wasmtime, in Wasmer, in Docker",
    figure: "124 / 173 / 189 / 156 MB",
    recomputed: recomputed.memoryFactor("MobileNet v2"),
    by: "run",
    published: { low: 173 / 124, high: 189 / 124 },
    read: (evidence) => [
      ...all(wasmOverNative(evidence, peakMemory, { between: amountBetween, only: isMobileNet })),
      ...dockerOverNative(evidence, peakMemory, 156 / 124, amountBetween, isMobileNet),
    ],
    standIn: standIn("; sizes of two engines are not compared, only Wasm over native in each"),
    command: STANDALONE_COMMAND,
    why: "An engine holds more than the model: generated C in a module can take less than a native engine. In Node, Node is in both of the sizes, and in neither of the article’s.",
    page: PAGES.comparison,
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
    by: "run",
    published: { low: 3010 / 2100 / (1 + EQUIVALENCE_BAND), high: (3010 / 2100) * (1 + EQUIVALENCE_BAND) },
    read: ({ summary }) =>
      summary === null
        ? []
        : ARTICLE_RUNTIMES.flatMap((runtime) =>
            readingsOf(summary, moduleOn(runtime), seenOverReported, "amount"),
          ),
    standIn:
      "smaller models stand in for TinyLlama, and a module’s linear memory for what the runtime reports",
    command: STANDALONE_COMMAND,
    why: "Around linear memory a process holds the runtime and the code that it compiled, which weigh more beside a small model; linear memory that was never touched is reported, and not seen from outside. Here peak memory is read from outside always.",
    page: PAGES.runtimes,
  },
  {
    id: "000-o",
    source: HIDDEN_COST,
    says: "what compiling a model to Wasm adds to its size",
    figure: "about 200 MB",
    by: "run",
    published: { low: (1 + ADDED) / ABOUT, high: (1 + ADDED) * ABOUT },
    read: ({ summary }) => (summary === null ? [] : deployedOverModel(measuredOf(summary, isMobileNet))),
    standIn:
      "a model as generated C stands in for what wasmer compile, which takes no ONNX file, would have made",
    command: STANDALONE_COMMAND,
    why: "It is told of a model that is not named: for the MobileNet v2 of the command beside it, it would be some fifteen times the file. What generated C adds to the weights is a module without an engine; an engine that is Wasm adds megabytes, and none adds hundreds.",
    page: PAGES.runtimes,
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
      summary === null
        ? []
        : settingsOf(summary).flatMap(({ to }) =>
            readingsOf(summary, to, shareOfColdStarts(COLD_SHARE), "share"),
          ),
    standIn: standIn(
      "; the tenth of cold calls of its script stands in for a sporadic traffic that it does not describe",
    ),
    command: STANDALONE_COMMAND,
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
