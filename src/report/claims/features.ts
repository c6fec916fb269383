/** Published figures of what Wasm's features are worth. */
import { type EngineBuildTime, engineBuilds } from "../../model/features/engine-builds.js";
import { KERNELS, type Kernel, type Variant } from "../../model/features/variants.js";
import { WASM_THREADS } from "../../model/forecast/cited-evidence.js";
import { EDGE_LLMS, UNIVERSAL_RUNTIME } from "../../model/sources.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { HOST_NAME } from "../boundary.js";
import { KERNEL_NAME, rangeOf, variantTimes } from "../features.js";
import { type Claim, citedClaim, gainBetween, type TestedGain } from "./claim.js";

const KERNELS_COMMAND = "npx portolan measure --boundary";

/** From one variant of the kernels to another, in each host that ran both. */
function kernelGains(
  { features }: MeasuredSummary,
  from: Variant,
  to: Variant,
  kernels: readonly Kernel[] = KERNELS,
): TestedGain[] {
  return features.flatMap((row) =>
    kernels.flatMap((kernel) => {
      const times = variantTimes(row, kernel);
      const of = (variant: Variant) => {
        const found = times.find((time) => time.variant === variant);
        return found && rangeOf(found);
      };
      const [before, after] = [of(from), of(to)];
      return before && after
        ? [gainBetween(`${KERNEL_NAME[kernel]} in ${HOST_NAME[row.host]}`, before, after)]
        : [];
    }),
  );
}

type Build = Pick<EngineBuildTime, "simd" | "threads">;

/** From one build of an engine to another, on each workload that ran on both. */
const buildGains = (
  summary: MeasuredSummary,
  from: (build: Build) => boolean,
  to: (build: Build) => boolean,
): TestedGain[] =>
  engineBuilds(summary).flatMap(({ engine, workload, builds }) => {
    const [before, after] = [builds.find(from), builds.find(to)];
    return before && after ? [gainBetween(`${workload} on ${engine} in a browser`, before.ms, after.ms)] : [];
  });

const oneThread = ({ threads }: Build) => threads === 1;
const simdGains = (summary: MeasuredSummary): TestedGain[] =>
  buildGains(
    summary,
    (build) => oneThread(build) && !build.simd,
    (build) => oneThread(build) && build.simd,
  );

export const FEATURE_CLAIMS: readonly Claim[] = [
  {
    id: "002-d",
    source: UNIVERSAL_RUNTIME.name,
    says: "Wasm is 10 to 30 times as fast as plain JavaScript",
    gain: { low: 10, high: 30 },
    test: (summary) => kernelGains(summary, "js", "wasm-simd"),
    command: KERNELS_COMMAND,
  },
  {
    id: "002-e",
    source: UNIVERSAL_RUNTIME.name,
    says: "SIMD brings 1.7 to 4.5 times",
    gain: { low: 1.7, high: 4.5 },
    test: (summary) => [
      ...kernelGains(summary, "wasm-scalar", "wasm-simd", ["matmul"]),
      ...simdGains(summary),
    ],
    command: KERNELS_COMMAND,
  },
  ...WASM_THREADS.map((figure) =>
    citedClaim("Wasm", figure, {
      test: (summary) => [
        ...kernelGains(summary, "wasm-simd", "wasm-simd-threads", ["matmul"]),
        ...buildGains(
          summary,
          (build) => oneThread(build) && build.simd,
          (build) => !oneThread(build) && build.simd,
        ),
      ],
      command: KERNELS_COMMAND,
      needs: "on a machine with several cores",
    }),
  ),
  {
    id: "002-i",
    source: UNIVERSAL_RUNTIME.name,
    says: "64-bit memory is slower than 32-bit",
    gain: { low: 0, high: 1 },
    test: (summary) => kernelGains(summary, "wasm-simd", "wasm-simd-memory64"),
    command: "npx portolan measure --set browser",
    needs: "with a browser that has 64-bit memory",
  },
  {
    id: "004-a",
    source: EDGE_LLMS.name,
    says: "without SIMD inference is up to 10 times as slow",
    gain: { low: 1, high: 10 },
    test: simdGains,
    command: "npx portolan measure --target browser-ort-scalar browser-ort-simd",
  },
];
