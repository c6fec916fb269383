/** Published figures that no run of this machine decides: what a test of each would take, or what arithmetic says. */
import { EDGE_LLMS, NOT_SO_FAST, SCALENE, UNIVERSAL_RUNTIME, WEB_LLM } from "../../model/sources.js";
import type { Claim, Evidence } from "./claim.js";
import { PAGES, type Reading } from "./reading.js";

const SPEC = "SPEC CPU, which is sold under a licence, compiled to Wasm with a Unix underneath (Browsix)";
const LLM_ON_GPU =
  "a language model on WebGPU and on the same GPU natively; Portolan has no such workload yet";
const BITS = { q4KM: 4.89, half: 16, int4: 4 };
const LLAMA_3_PARAMETERS = 8.03e9;
/** Keys and values of a token: 32 layers, 8 heads of 128, two of each, 2 bytes. */
const LLAMA_3_CACHE_BYTES = 32 * 8 * 128 * 2 * 2;

const gigabytes = (bytes: number) => (bytes / 1e9).toPrecision(2);

export const UNTESTABLE_CLAIMS: readonly Claim[] = [
  {
    id: "002-a",
    source: UNIVERSAL_RUNTIME,
    says: "SPEC CPU in Wasm beside native code, in Firefox and in Chrome",
    figure: "1.45× / 1.55× slower, peak over 2×",
    by: "nothing",
    takes: SPEC,
    why: "It cites “Not So Fast”. Two kernels of one algorithm, which the page on Wasm’s features has, are no SPEC CPU.",
    page: PAGES.features,
  },
  {
    id: "002-c",
    source: UNIVERSAL_RUNTIME,
    says: "a language model in a browser, on Wasm and WebGPU, keeps of native speed",
    figure: "up to 80 %",
    by: "nothing",
    takes: LLM_ON_GPU,
    why: "It cites WebLLM.",
  },
  {
    id: "004-b",
    source: EDGE_LLMS,
    says: "memory of 4-bit weights beside 16-bit ones",
    figure: "4× less",
    by: "inputs",
    recomputed: {
      gives: `4 times for the bits alone; ${(BITS.half / BITS.q4KM).toPrecision(2)} times for Q4_K_M, the format that it uses`,
      arithmetic: `${BITS.half} ÷ ${BITS.int4} bits; ${BITS.half} ÷ ${BITS.q4KM} bits, since scales are stored as well; its own 16 GB over “~5 GB” is ${((LLAMA_3_PARAMETERS * 2) / 5e9).toPrecision(2)}`,
      follows: "in part",
    },
    why: "4 bits are the weights of a block without its scales. `npx portolan measure --onnx model.onnx` beside a version with 8-bit weights measures what those bring here.",
  },
  {
    id: "004-c",
    source: EDGE_LLMS,
    says: "memory of Llama-3-8B at Q4_K_M",
    figure: "~5 GB",
    by: "inputs",
    recomputed: {
      gives: `${gigabytes((LLAMA_3_PARAMETERS * BITS.q4KM) / 8)} GB of weights, and ${gigabytes(8192 * LLAMA_3_CACHE_BYTES)} GB for a context of 8,192 tokens`,
      arithmetic: `8.03 B parameters × ${BITS.q4KM} bits ÷ 8; 8,192 × 128 KiB of keys and values`,
      follows: "yes",
    },
    why: "It holds for the weights and a short context. 32-bit Wasm addresses 4 GiB, so that the weights have to lie outside the module.",
  },
  {
    id: "004-e",
    source: EDGE_LLMS,
    says: "time to the first token, for real time",
    figure: "under 100 ms",
    by: "nothing",
    takes: "a language model as a workload, for the time to its first token; Portolan has none yet",
    why: "A requirement, not a measurement: the preset “Interactive chat” takes it as its p99 limit.",
    page: PAGES.whatIf,
  },
  {
    id: "x-a",
    source: NOT_SO_FAST,
    says: "SPEC CPU in Wasm beside native code, in Firefox and in Chrome",
    figure: "45 % / 55 % slower, peak 2.08× / 2.5×",
    by: "nothing",
    takes: SPEC,
    why: "The first large measurement, in the browsers of 2019.",
  },
  {
    id: "x-c",
    source: WEB_LLM,
    says: "a language model in a browser keeps of native speed on the same device",
    figure: "up to 80 %",
    by: "nothing",
    takes: LLM_ON_GPU,
    why: "The best case of its table, on the GPU of a laptop.",
  },
];

/** As Scalene's authors define it: of a function that does nothing but call others. */
const SCALENE_FACTOR = 80 / 25;

/** cProfile's share of interpreted code over the share that the program had without it, where that was the smaller part. */
function tracingBias({ truth }: Evidence): Reading[] {
  const tool = truth?.tools.find(({ title }) => title === "cProfile");
  if (!truth || tool?.outcome.state !== "measured") return [];
  const factors = tool.outcome.cells
    .filter(({ unprofiled }) => unprofiled.interpreter < 0.5)
    .map(({ attributed, unprofiled }) => attributed.interpreter / unprofiled.interpreter);
  if (factors.length === 0) return [];
  const [low, high] = [Math.min(...factors), Math.max(...factors)];
  return [
    {
      where: `share of interpreted code as cProfile shows it, over the true one (${truth.machine.cpuModel}, ${truth.measuredAt.slice(0, 10)})`,
      ...{ value: high, low, high, unit: "amount" },
      page: PAGES.method,
    },
  ];
}

export const PROFILER_CLAIMS: readonly Claim[] = [
  {
    id: "x-e",
    source: SCALENE,
    says: "what profilers that trace calls show of code that calls much",
    figure: "80 % for 25 %",
    by: "run",
    published: { low: SCALENE_FACTOR, high: Infinity },
    enough: "any",
    read: tracingBias,
    standIn:
      "other programs, in which interpreted code takes the smaller part, stand in for those of the paper",
    command: "npx portolan truth --write",
    why: "How much tracing inflates depends on how many calls the code makes for the time that it takes.",
    page: PAGES.method,
  },
];
