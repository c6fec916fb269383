/** What Wasm's features and a compiler's tiers are worth, in sentences computed from one algorithm's times. */
import { quantileSorted } from "simple-statistics";
import type { EngineBuilds, EngineBuildTime } from "../model/features/engine-builds.js";
import {
  KERNEL_TITLE,
  KERNELS,
  type Kernel,
  VARIANT_TITLE,
  VARIANTS,
  type Variant,
} from "../model/features/variants.js";
import type { FeaturesRow } from "../model/run-file.js";
import { HOST_NAME } from "./boundary.js";
import { changeText } from "./change-text.js";
import { factor, listed } from "./words.js";

/** As it is called in a sentence. */
export const KERNEL_NAME: Readonly<Record<Kernel, string>> = {
  matmul: "a matrix product",
  hash: "a hash whose every step needs the last",
};

export interface VariantTime {
  readonly variant: Variant;
  readonly title: string;
  readonly kernel: Kernel;
  readonly ms: number;
  /** The middle half of the rounds: on a busy machine some round is always disturbed. */
  readonly lowMs: number;
  readonly highMs: number;
  readonly flags: readonly string[];
  /** The time of Wasm SIMD over this one's: above 1 is faster than that. Null where that was not measured. */
  readonly speed: number | null;
}

/** In the order in which the variants are declared, from an interpreter to native vectors. */
export function variantTimes({ kernels }: FeaturesRow, kernel: Kernel): VariantTime[] {
  const times = VARIANTS.flatMap((variant) => {
    const found = kernels.find((one) => one.variant === variant && one.kernel === kernel);
    if (!found) return [];
    const sorted = [...found.roundMs].sort((a, b) => a - b);
    const [lowMs, ms, highMs] = [0.25, 0.5, 0.75].map((share) => quantileSorted(sorted, share)) as [
      number,
      number,
      number,
    ];
    const title = found.threads === undefined ? "" : `, ${found.threads} threads`;
    return [
      {
        variant,
        title: VARIANT_TITLE[variant].replace(", threads", title),
        kernel,
        ms,
        lowMs,
        highMs,
        flags: found.flags,
      },
    ];
  });
  const base = times.find(({ variant }) => variant === "wasm-simd");
  return times.map((time) => ({ ...time, speed: base ? base.ms / time.ms : null }));
}

/** Pairs that differ in one thing, and how that is said of the second against the first. */
const STEPS: readonly (readonly [name: string, from: Variant, to: Variant])[] = [
  ["compiling JavaScript instead of interpreting it", "js-interpreter", "js"],
  ["Wasm without SIMD in place of JavaScript", "js", "wasm-scalar"],
  ["SIMD", "wasm-scalar", "wasm-simd"],
  ["threads, without SIMD", "wasm-scalar", "wasm-scalar-threads"],
  ["threads on top of SIMD", "wasm-simd", "wasm-simd-threads"],
  ["relaxed SIMD on top", "wasm-simd", "wasm-relaxed-simd"],
  ["the optimising compiler in place of the baseline one", "wasm-simd-baseline", "wasm-simd"],
  ["64-bit memory", "wasm-simd", "wasm-simd-memory64"],
  ["native code with all of the CPU’s vectors in place of Wasm SIMD", "wasm-simd", "native-simd"],
];

/** One sentence a step, for the kernel: "SIMD: 7.7 times as fast". */
export function featureFindings(row: FeaturesRow, kernel: Kernel): string[] {
  const times = variantTimes(row, kernel);
  const of = (variant: Variant) => times.find((time) => time.variant === variant);
  return STEPS.flatMap(([name, from, to]) => {
    const [before, after] = [of(from), of(to)];
    return before && after ? [`${name}: ${variantChange(before, after)}`] : [];
  });
}

/** By their middle halves. */
const variantChange = (before: VariantTime, after: VariantTime): string =>
  changeText(rangeOf(before), rangeOf(after));

export const rangeOf = ({ ms, lowMs, highMs }: VariantTime) => ({ value: ms, low: lowMs, high: highMs });

/** What the page opens with: of each host, what SIMD is worth where vectors help and where they cannot. */
export function featuresFinding(rows: readonly FeaturesRow[]): string {
  const sentences = rows.flatMap((row) => {
    const [product, hash] = KERNELS.map((kernel) => {
      const times = variantTimes(row, kernel);
      const of = (variant: Variant) => times.find((time) => time.variant === variant);
      const [before, after] = [of("wasm-scalar"), of("wasm-simd")];
      return before && after ? variantChange(before, after) : null;
    });
    if (!product || !hash) return [];
    return [
      `In ${HOST_NAME[row.host]}, SIMD brings to ${KERNEL_NAME.matmul} in Wasm: ${product}; to ${KERNEL_NAME.hash}: ${hash}.`,
    ];
  });
  return sentences.join(" ") || "This run did not measure what Wasm’s features are worth.";
}

export function kernelFinding(row: FeaturesRow, kernel: Kernel): string {
  const times = [...variantTimes(row, kernel)].sort((a, b) => a.ms - b.ms);
  const [fastest, slowest] = [times[0], times.at(-1)];
  if (!fastest || !slowest) return `${KERNEL_TITLE[kernel]}: not measured`;
  return `${KERNEL_TITLE[kernel]}, in ${HOST_NAME[row.host]}: from ${slowest.title} to ${fastest.title}, ${factor(slowest.ms / fastest.ms)} times as fast`;
}

/** How many times as fast one build is as another. */
export const speedOver = (before: EngineBuildTime, after: EngineBuildTime): number =>
  before.ms.value / after.ms.value;

/** "Image classification on TensorFlow.js 4.22.0: SIMD brings 2.9 times; 2 threads on top of it 1.4 times" */
export function buildsFinding({ engine, workload, builds }: EngineBuilds): string {
  const of = (simd: boolean, several: boolean) =>
    builds.find((build) => build.simd === simd && build.threads > 1 === several);
  const [scalar, simd, both] = [of(false, false), of(true, false), of(true, true)];
  const parts = [
    ...(scalar && simd ? [`SIMD brings ${factor(speedOver(scalar, simd))} times`] : []),
    ...(simd && both ? [`${both.threads} threads on top of it ${factor(speedOver(simd, both))} times`] : []),
  ];
  return `${workload} on ${engine}: ${parts.join("; ") || "measured, but no two builds that differ in one thing"}`;
}

/** "Wasm SIMD, 64-bit memory in Node: refused", each with its way out. */
export function featureGaps({ host, missing }: FeaturesRow): string[] {
  const reasons = [...new Set(missing.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const same = missing.filter((one) => one.reason === reason);
    return `${listed(same.map(({ variant }) => VARIANT_TITLE[variant]))} in ${HOST_NAME[host]}: ${reason}. To change that: ${same[0]!.enable}`;
  });
}
