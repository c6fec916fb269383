/** Published figures of what Wasm's features are worth. */
import { type EngineBuildTime, engineBuilds } from "../../model/features/engine-builds.js";
import { KERNELS, type Kernel, type Variant } from "../../model/features/variants.js";
import type { TargetRecord } from "../../model/run-file.js";
import { EDGE_LLMS, UNIVERSAL_RUNTIME } from "../../model/sources.js";
import { HOST_NAME } from "../boundary.js";
import { KERNEL_NAME, rangeOf, variantTimes } from "../features.js";
import type { Claim, Evidence } from "./claim.js";
import { timeIn } from "./quantities.js";
import { FASTER, gainBetween, PAGES, type Reading, readingsBetween, SLOWER } from "./reading.js";

const KERNELS_COMMAND = "npx portolan measure --boundary";
const BROWSER_COMMAND = "npx portolan measure --set browser";
/** A model up to here is small: TensorFlow's developers speak of "ultra-lite" ones of 3 MB. */
const SMALL_MODEL_BYTES = 3e6;
/** TensorFlow.js computes on up to four threads. */
const CORES_OF_THREADS = 4;

/** From one variant of the kernels to another, in each host that ran both. */
export function kernelReadings(
  { summary }: Evidence,
  from: Variant,
  to: Variant,
  kernels: readonly Kernel[] = KERNELS,
): Reading[] {
  return (summary?.features ?? []).flatMap((row) =>
    kernels.flatMap((kernel) => {
      const times = variantTimes(row, kernel);
      const of = (variant: Variant) => {
        const found = times.find((time) => time.variant === variant);
        return found && rangeOf(found);
      };
      const [before, after] = [of(from), of(to)];
      return before && after
        ? [gainBetween(`${KERNEL_NAME[kernel]} in ${HOST_NAME[row.host]}`, before, after, PAGES.features)]
        : [];
    }),
  );
}

type Build = Pick<EngineBuildTime, "simd" | "threads">;

/** From one build of an engine to another, on each workload that ran on both. */
const buildReadings = (
  { summary }: Evidence,
  from: (build: Build) => boolean,
  to: (build: Build) => boolean,
): Reading[] =>
  (summary ? engineBuilds(summary) : []).flatMap(({ engine, workload, builds }) => {
    const [before, after] = [builds.find(from), builds.find(to)];
    return before && after
      ? [gainBetween(`${workload} on ${engine} in a browser`, before.ms, after.ms, PAGES.features)]
      : [];
  });

const oneThread = ({ threads }: Build) => threads === 1;
const simdReadings = (evidence: Evidence): Reading[] =>
  buildReadings(
    evidence,
    (build) => oneThread(build) && !build.simd,
    (build) => oneThread(build) && build.simd,
  );

/** A target on one backend of TensorFlow.js, whose packages say which. */
const onTfjs =
  (backend: string) =>
  (target: TargetRecord): boolean =>
    target.available && Object.keys(target.engines).some((name) => name.endsWith(`tfjs-backend-${backend}`));

const tfjsReadings = ({ summary }: Evidence, from: string, to: string): Reading[] =>
  summary === null ? [] : readingsBetween(summary, onTfjs(from), onTfjs(to), timeIn("compute"));

/** Each with what is expected of a model of its size. */
function webGlReadings(evidence: Evidence): Reading[] {
  return tfjsReadings(evidence, "wasm", "webgl").map((reading) => {
    const workload = evidence.summary!.workloads.find(({ title }) => title === reading.page?.name);
    const isSmall = (workload?.model.bytes ?? 0) <= SMALL_MODEL_BYTES;
    return { ...reading, expected: isSmall ? SLOWER : FASTER };
  });
}

export const FEATURE_CLAIMS: readonly Claim[] = [
  {
    id: "002-d",
    source: UNIVERSAL_RUNTIME,
    says: "Wasm beside plain JavaScript (TensorFlow.js’ backends; by others 2 to 5 times)",
    figure: "10 to 30× as fast",
    by: "run",
    published: { low: 10, high: 30 },
    read: (evidence) => [
      ...tfjsReadings(evidence, "cpu", "wasm"),
      ...kernelReadings(evidence, "js", "wasm-simd"),
    ],
    command: KERNELS_COMMAND,
    why: "The 10 to 30 times are TensorFlow.js’ own kernels of 2020, one written for clarity against a tuned library. One algorithm in both languages gains what SIMD brings, and next to nothing where it brings none.",
    page: PAGES.features,
  },
  {
    id: "002-e",
    source: UNIVERSAL_RUNTIME,
    says: "SIMD on top of plain Wasm",
    figure: "1.7 to 4.5× as fast",
    by: "run",
    published: { low: 1.7, high: 4.5 },
    read: (evidence) => [
      ...kernelReadings(evidence, "wasm-scalar", "wasm-simd", ["matmul"]),
      ...simdReadings(evidence),
    ],
    command: KERNELS_COMMAND,
    why: "TensorFlow.js measured it on whole models in 2020 (Chrome, several devices). A bare matrix product has nothing but what vectors help.",
    page: PAGES.features,
  },
  {
    id: "002-f",
    source: UNIVERSAL_RUNTIME,
    says: "threads on top of SIMD",
    figure: "another 1.8 to 2.9×",
    by: "run",
    published: { low: 1.8, high: 2.9 },
    read: (evidence) => [
      ...kernelReadings(evidence, "wasm-simd", "wasm-simd-threads", ["matmul"]),
      ...buildReadings(
        evidence,
        (build) => oneThread(build) && build.simd,
        (build) => !oneThread(build) && build.simd,
      ),
    ],
    command: KERNELS_COMMAND,
    needs: "on a machine with several cores",
    standIn: ({ summary }) =>
      summary && summary.environment.cores < CORES_OF_THREADS
        ? `${summary.environment.cores} cores stand in for the ${CORES_OF_THREADS} and more that it was measured on`
        : undefined,
    why: "TensorFlow.js measured it on machines with more cores. As many threads as there are cores bring at most as many times.",
    page: PAGES.features,
  },
  {
    id: "002-g",
    source: UNIVERSAL_RUNTIME,
    says: "which is faster in a browser, Wasm or WebGL",
    figure: "Wasm on small models, WebGL on large",
    by: "run",
    published: { low: 0, high: Infinity },
    read: webGlReadings,
    standIn: (evidence) =>
      new Set(webGlReadings(evidence).map(({ expected }) => expected)).size > 1
        ? undefined
        : "models of one size alone stand in for small and large ones",
    command: BROWSER_COMMAND,
    needs: "on a machine whose browser has a real GPU",
    why: "Small is up to 3 MB here, as TensorFlow’s developers draw the line. A GPU that software imitates counts for nothing, and is left out.",
  },
  {
    id: "002-i",
    source: UNIVERSAL_RUNTIME,
    says: "64-bit memory beside 32-bit",
    figure: "slower",
    by: "run",
    published: SLOWER,
    read: (evidence) => kernelReadings(evidence, "wasm-simd", "wasm-simd-memory64"),
    command: BROWSER_COMMAND,
    needs: "with a browser that has 64-bit memory",
    why: "It costs a check of bounds at each access, which an optimising compiler takes out of simple loops.",
    page: PAGES.features,
  },
  {
    id: "004-a",
    source: EDGE_LLMS,
    says: "inference without SIMD",
    figure: "up to 10× slower",
    by: "run",
    published: { low: 1, high: 10 },
    read: simdReadings,
    standIn: "image models in a browser stand in for language models in WasmEdge",
    command: "npx portolan measure --target browser-ort-scalar browser-ort-simd",
    why: "It speaks of language models in WasmEdge, whose host may use wider vectors than Wasm’s 128 bits; here the same engine is built with SIMD and without.",
    page: PAGES.features,
  },
];
