/** Published figures of what Wasm and Pyodide are worth as ports, from whatever source. */
import type { TargetRecord } from "../../model/run-file.js";
import { ANATOMIZING, HOW_WASM_WORKS, PYODIDE_ROADMAP, UNIVERSAL_RUNTIME } from "../../model/sources.js";
import { EQUIVALENCE_BAND } from "../../model/statistics/ratio.js";
import type { Claim, Evidence } from "./claim.js";
import { kernelReadings } from "./features.js";
import { coldStart, importTime, peakMemory, timeIn } from "./quantities.js";
import {
  amountBetween,
  averageOf,
  byId,
  MORE,
  PAGES,
  type Picks,
  type Reading,
  readingsBetween,
  readingsOf,
  SLOWER,
} from "./reading.js";

const COMMAND = "npx portolan measure";
const BROWSER_COMMAND = "npx portolan measure --set browser";

/** Of a win that an article calls large and gives no figure for. */
const LARGE_GAIN = 2;

const inPage =
  (id: string): Picks =>
  ({ inBrowser }) =>
    inBrowser === id;
const either =
  (first: Picks, second: Picks) =>
  (targets: readonly TargetRecord[]): Picks =>
    targets.some((target) => target.available && first(target)) ? first : second;

/** From native code to Wasm, on each workload. */
const computeReadings = ({ summary }: Evidence, to: Picks = byId("wasm")): Reading[] =>
  summary === null ? [] : readingsBetween(summary, byId("native"), to, timeIn("compute"));

/** Start, memory and what a browser fetches: Pyodide's beside a compiled module's. */
function pyodideReadings({ summary }: Evidence): Reading[] {
  if (summary === null) return [];
  const [compiled, pyodide] = [byId("wasm"), byId("pyodide")];
  const fetched = (picks: Picks) => {
    const target = summary.targets.find(picks);
    const files = (target?.available && target.browserFiles) || [];
    return files.reduce((sum, { gzipBytes, workload }) => sum + (workload === null ? gzipBytes : 0), 0);
  };
  const exact = (value: number) => ({ value, low: value, high: value });
  const [small, large] = [fetched(compiled), fetched(pyodide)];
  return [
    ...readingsBetween(summary, compiled, pyodide, coldStart).map((reading) => ({
      ...reading,
      where: `${reading.where}, start`,
      expected: SLOWER,
    })),
    ...readingsBetween(summary, compiled, pyodide, peakMemory, amountBetween).map((reading) => ({
      ...reading,
      where: `${reading.where}, peak memory`,
    })),
    ...(small > 0 && large > 0
      ? [
          amountBetween(
            "what a browser fetches, Pyodide over compiled Wasm",
            exact(large),
            exact(small),
            null,
          ),
        ]
      : []),
  ];
}

const pyodideSpeed = ({ summary }: Evidence): Reading[] =>
  summary === null ? [] : readingsBetween(summary, byId("python"), byId("pyodide"), timeIn("interpreter"));

/** Pyodide's own start, where it was measured: in a page, else in Node. */
function pyodideLoad({ summary }: Evidence): Reading[] {
  if (summary === null) return [];
  const picks = either(inPage("pyodide"), byId("pyodide"))(summary.targets);
  return averageOf("loading Pyodide", readingsOf(summary, picks, importTime, "ms")).map((reading) => ({
    ...reading,
    expected: { low: 4000, high: 5000 },
  }));
}

export const PORT_CLAIMS: readonly Claim[] = [
  {
    id: "001-a",
    source: HOW_WASM_WORKS,
    says: "compiling interpreter-bound glue to Wasm",
    figure: "often a large win",
    by: "run",
    published: { low: LARGE_GAIN, high: Infinity },
    enough: "most",
    read: ({ summary }) =>
      summary === null ? [] : readingsBetween(summary, byId("python"), byId("wasm"), timeIn("interpreter")),
    command: COMMAND,
    why: `It gives no figure: a large win is at least ${LARGE_GAIN} times here, and often is more than half of the workloads. Held against plain Python; glue that numpy has made fast already gains less.`,
  },
  {
    id: "001-b",
    source: HOW_WASM_WORKS,
    says: "model compute in Wasm beside a native CPU",
    figure: "matches it at best",
    by: "run",
    published: { low: 0, high: 1 + EQUIVALENCE_BAND },
    read: (evidence) => computeReadings(evidence),
    command: COMMAND,
    why: "Both run ONNX Runtime on one thread. Where native kernels suit a model badly, as with three channels, Wasm’s may not be slower at all.",
  },
  {
    id: "001-d",
    source: HOW_WASM_WORKS,
    says: "Pyodide beside a compiled module",
    figure: "large footprint, slow start",
    by: "run",
    published: MORE,
    read: pyodideReadings,
    command: COMMAND,
    why: "It gives no figure: more memory, more to fetch and a later start count as such here. Both were started in Node, with the same engine and model; a browser has to fetch them first.",
  },
  {
    id: "002-b",
    source: UNIVERSAL_RUNTIME,
    says: "scientific kernels and small deep-learning models in Wasm beside native code",
    figure: "1.1× slower",
    by: "run",
    published: { low: 1 / 1.15, high: 1 / 1.05 },
    read: (evidence) => [
      ...averageOf("compute of the models in Wasm over native", computeReadings(evidence)),
      ...kernelReadings(evidence, "native-scalar", "wasm-scalar"),
    ],
    standIn: "these models, kernels and V8 stand in for those of the studies that it cites",
    command: COMMAND,
    why: "A native engine of today uses vectors twice as wide as Wasm’s 128 bits, and fused multiply-adds; the gap is smaller where code uses neither.",
    page: PAGES.features,
  },
  {
    id: "x-b",
    source: ANATOMIZING,
    says: "inference in a browser beside native inference, on PCs",
    figure: "16.9× slower on CPU, 4.9× on GPU",
    by: "run",
    published: { low: 1 / 17.5, high: 1 / 16.3 },
    read: (evidence) =>
      averageOf(
        "compute of the models in a page over native, on the CPU",
        computeReadings(evidence, inPage("wasm")),
      ),
    standIn:
      "one machine and one browser stand in for 50 devices, and its figure for GPUs is not held against anything",
    command: BROWSER_COMMAND,
    why: "An average over 50 PCs and nine models, with TensorFlow.js and ONNX Runtime Web of 2023; engines have got faster since.",
  },
  {
    id: "x-d",
    source: PYODIDE_ROADMAP,
    says: "Python in Pyodide beside CPython; its first load",
    figure: "3 to 5× slower; 4 to 5 s",
    by: "run",
    published: { low: 1 / 5, high: 1 / 3 },
    read: (evidence) => [...pyodideSpeed(evidence), ...pyodideLoad(evidence)],
    standIn: (evidence) =>
      pyodideSpeed(evidence).length > 0 && pyodideLoad(evidence).length > 0
        ? undefined
        : "one of its two figures was measured, and stands in for both",
    command: COMMAND,
    why: "It speaks of Pyodide 0.20 (2022) and of benchmarks of the language; here the glue of the workloads is timed, in a version of today. Its load was timed in a browser that also downloads 6.4 MB.",
  },
];
