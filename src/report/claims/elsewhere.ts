/** Published figures that no run of this machine decides: what a test of each would take, or what arithmetic says. */
import { NOT_SO_FAST, SCALENE, UNIVERSAL_RUNTIME, WEB_LLM } from "../../model/sources.js";
import type { Claim, Evidence } from "./claim.js";
import { PAGES, type Reading } from "./reading.js";

const SPEC = "SPEC CPU, which is sold under a licence, compiled to Wasm with a Unix underneath (Browsix)";
const LLM_ON_GPU =
  "a language model on WebGPU and on the same GPU natively; no engine of Portolan’s computes one on a GPU yet";
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
