import { availableParallelism } from "node:os";
import type { CrossingHost } from "../../src/model/boundary/ways.ts";
import { KERNELS, VARIANTS, type Variant } from "../../src/model/features/variants.ts";
import type { Effort, FeaturesRow } from "../../src/model/run-file.ts";
import { probeBrowser } from "../browser/probe.ts";
import { isDiskFull } from "../files/disk-full.ts";
import { runProgram } from "../harness/run-program.ts";
import { Interrupted } from "../interruption.ts";
import { threadCount } from "../targets/engines.ts";
import { nativeLibrary, wasmModule } from "./compile.ts";
import { detectFeatures } from "./detect.ts";
import type { KernelJob, TimedKernels } from "./kernels.ts";

const EFFORTS: Readonly<Record<Effort, Pick<KernelJob, "rounds" | "batchMs">>> = {
  quick: { rounds: 7, batchMs: 5 },
  default: { rounds: 15, batchMs: 30 },
  publish: { rounds: 31, batchMs: 60 },
};
const TIMEOUT_MS = 120_000;

interface Options {
  readonly host: CrossingHost;
  readonly effort: Effort;
  readonly signal: AbortSignal;
  /** All, unless said. */
  readonly variants?: readonly Variant[];
}

/** Runs one algorithm in every variant that the host has: a row, with what could not be run and why. */
export async function measureFeatures({
  host,
  effort,
  signal,
  variants = VARIANTS,
}: Options): Promise<FeaturesRow> {
  const context = { ...EFFORTS[effort], signal, variants };
  const found = host === "node" ? await inNode(context) : await inPage(context);
  return { kind: "features", host, ...wrongSetAside(found), at: new Date().toISOString() };
}

type Found = Omit<FeaturesRow, "kind" | "host" | "at" | "kernels"> & {
  readonly timed: readonly (TimedKernels & {
    readonly variant: Variant;
    readonly flags: readonly string[];
  })[];
};
type Context = Pick<KernelJob, "rounds" | "batchMs"> & Required<Pick<Options, "signal" | "variants">>;

/** A variant that answers otherwise than JavaScript is not ranked with those that do not. */
function wrongSetAside({ timed, missing, ...row }: Found): Omit<FeaturesRow, "kind" | "host" | "at"> {
  const right = timed.find(({ variant }) => variant === "js")?.answers;
  const isRight = ({ answers }: TimedKernels) =>
    right === undefined ||
    KERNELS.every((kernel) => answers[kernel] === undefined || answers[kernel] === right[kernel]);
  const wrong = timed.filter((one) => !isRight(one)).map(({ variant }) => variant);
  return {
    ...row,
    kernels: timed.filter(isRight).flatMap(({ variant, flags, roundMs }) =>
      KERNELS.flatMap((kernel) => {
        const [rounds, threads] = [roundMs[kernel], threadsOf(variant)];
        const shared = threads > 1 ? { threads } : {};
        return rounds ? { variant, kernel, flags: [...flags], ...shared, roundMs: rounds } : [];
      }),
    ),
    missing: [
      ...missing,
      ...wrong.map((variant) => ({
        variant,
        reason: "it answers otherwise than JavaScript",
        enable: "npx portolan doctor",
      })),
    ],
  };
}

const isNative = (variant: Variant) => variant.startsWith("native");
const threadsOf = (variant: Variant) => (variant.endsWith("-threads") ? threadCount : 1);
const isJavaScript = (variant: Variant) => variant.startsWith("js");

/** @throws Error for threads on a machine with one core */
async function jobOf(variant: Variant, { rounds, batchMs }: Context): Promise<KernelJob> {
  if (threadsOf(variant) > 1 && availableParallelism() === 1)
    throw new Error("this machine offers one core, which a second thread would only share");
  return {
    rounds,
    batchMs,
    module: isNative(variant) || isJavaScript(variant) ? null : await wasmModule(variant),
    library: isNative(variant) ? await nativeLibrary(variant) : null,
    threads: threadsOf(variant),
  };
}

/** The switches of a tier, and of what this Node has only behind one. */
function nodeFlags(variant: Variant, supported: FeaturesRow["supported"]): string[] {
  const tier =
    variant === "js-interpreter"
      ? ["--jitless"]
      : variant.endsWith("-baseline")
        ? ["--liftoff-only"]
        : variant.startsWith("wasm")
          ? ["--no-liftoff"]
          : [];
  const relaxed = variant === "wasm-relaxed-simd" && !supported["relaxed-simd"];
  const wide = variant === "wasm-simd-memory64" && !supported.memory64;
  return [
    ...tier,
    ...(relaxed ? ["--experimental-wasm-relaxed-simd"] : []),
    ...(wide ? ["--experimental-wasm-memory64"] : []),
  ];
}

/** A process each: a tier is a switch of the whole engine. */
async function inNode(context: Context): Promise<Found> {
  const supported = detectFeatures();
  const timed: Found["timed"][number][] = [];
  const missing: FeaturesRow["missing"] = [];
  for (const variant of context.variants) {
    const flags = nodeFlags(variant, supported);
    try {
      const program = { module: "features/node.ts", host: "node", flags } as const;
      const job = await jobOf(variant, context);
      const result = await runProgram(program, job, { timeoutMs: TIMEOUT_MS, signal: context.signal });
      timed.push({ ...(result as TimedKernels), variant, flags });
    } catch (error) {
      if (error instanceof Interrupted || isDiskFull(error)) throw error;
      missing.push({
        variant,
        reason: (error as Error).message,
        enable: isNative(variant) ? "npx portolan doctor" : "a newer Node",
      });
    }
  }
  const { node, v8 } = process.versions;
  return { engine: `Node ${node}, V8 ${v8.split(".").slice(0, 2).join(".")}`, supported, timed, missing };
}

/** All in one page, without switches, as a visitor's browser has none; the tiers are Node's to tell. */
async function inPage(context: Context): Promise<Found> {
  const variants = context.variants.filter(
    (variant) => !isNative(variant) && variant !== "js-interpreter" && !variant.endsWith("-baseline"),
  );
  const probe = await probeBrowser();
  const lost = (engine: string, reason: string, enable: string): Found => ({
    engine,
    supported: {},
    timed: [],
    missing: variants.map((variant) => ({ variant, reason, enable })),
  });
  if (!probe.available) return lost("none", probe.reason, probe.enable);
  const engine = `Chromium ${probe.engines.chromium!.split(".")[0]}`;
  const jobs: Record<string, Awaited<ReturnType<typeof jobOf>>> = {};
  const unmade: FeaturesRow["missing"] = [];
  for (const variant of variants) {
    try {
      jobs[variant] = await jobOf(variant, context);
    } catch (error) {
      if (error instanceof Interrupted || isDiskFull(error)) throw error;
      unmade.push({ variant, reason: (error as Error).message, enable: "npx portolan doctor" });
    }
  }
  try {
    const program = { module: "features/page.ts", host: "browser", isolated: true } as const;
    const result = (await runProgram(
      program,
      { jobs },
      { timeoutMs: TIMEOUT_MS, signal: context.signal },
    )) as {
      timed: Record<string, TimedKernels | { readonly refused: string }>;
      features: FeaturesRow["supported"];
    };
    const made = variants.filter((variant) => variant in jobs);
    const each = made.map((variant) => ({ variant, flags: [], ...result.timed[variant]! }));
    return {
      engine,
      supported: result.features,
      timed: each.flatMap((one) => ("refused" in one ? [] : one)),
      missing: [
        ...unmade,
        ...each.flatMap((one) =>
          "refused" in one
            ? {
                variant: one.variant,
                reason: one.refused,
                enable: "a newer browser: PORTOLAN_CHROMIUM=<its path>",
              }
            : [],
        ),
      ],
    };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return lost(engine, (error as Error).message, "npx portolan doctor");
  }
}
