/** A machine's evidence, made up: what was measured of it is stated by a test, and everything else is plain. */
import { VARIANTS, type Variant } from "../../../src/model/features/variants.ts";
import type { Generation } from "../../../src/model/llm/generation.ts";
import type { FeaturesRow, Road, TargetRecord } from "../../../src/model/run-file.ts";
import { runOfRows } from "../../../src/model/run-of-rows.ts";
import { summarise } from "../../../src/model/summarise.ts";
import type { MeasuredCell, MeasuredSummary } from "../../../src/model/summary.ts";
import { type Shares, scoreTool, type TruthReport } from "../../../src/model/truth.ts";
import type { Evidence } from "../../../src/report/claims/claim.ts";
import { completeRows, header } from "../../fixtures/run.ts";
import { cell, estimate, target, workload } from "../../model/cells.ts";

const MIB = 2 ** 20;

/** What one target does on the one workload. */
interface Does {
  readonly computeMs?: number;
  readonly interpreterMs?: number;
  readonly coldMs?: number;
  readonly importMs?: number;
  readonly peakMib?: number;
  /** What its runtime says of itself. */
  readonly reportedMib?: number;
  /** Of a conversation with a language model. */
  readonly firstTokenMs?: number;
}

export interface World {
  /** By target. */
  readonly does?: Readonly<Record<string, Does>>;
  /** Half of an interval, relative to its value. */
  readonly halfWidth?: number;
  readonly modelName?: string;
  readonly modelBytes?: number;
  readonly cores?: number;
  /** Milliseconds of the product, by variant; the hash takes as long. */
  readonly kernels?: Partial<Record<Variant, number>>;
  /** Milliseconds of copying in and of a view, for the least and the largest size, and for one call and many. */
  readonly copy?: readonly [least: number, largest: number, once: number, often: number];
  readonly view?: readonly [least: number, largest: number];
  /** Compressed bytes that a browser fetches, by target. */
  readonly fetched?: Readonly<Record<string, number>>;
  /** Bytes of what is deployed, by target. */
  readonly deployed?: Readonly<Record<string, number>>;
  /** cProfile's share of interpreted code, where a tenth is true. */
  readonly traced?: number;
}

const NATIVE = { port: "native", glue: "compiled" } as const;
const on = (runtime: string, road: Road, ahead?: true) => ({
  glue: "compiled" as const,
  standalone: { runtime, road, ...(ahead ? { ahead } : {}) },
});

/** Targets with the traits by which claims know them. */
const TRAITS: Readonly<Record<string, Partial<TargetRecord>>> = {
  python: { port: "stay" },
  native: { port: "native" },
  wasm: {},
  pyodide: {},
  "page wasm": { inBrowser: "wasm" },
  "page tfjs": { engines: { "@tensorflow/tfjs-backend-cpu": "4" } },
  "page tfjs scalar": { engines: {}, build: { engine: "tfjs 4", simd: false } },
  "page tfjs simd": {
    engines: { "@tensorflow/tfjs-backend-wasm": "4" },
    build: { engine: "tfjs 4", simd: true },
  },
  "page tfjs threads": { engines: {}, build: { engine: "tfjs 4", simd: true }, threads: 2 },
  "native program": { ...NATIVE, ...on("native", "engine", true) },
  "a container": { ...NATIVE, standalone: { runtime: "Docker", road: "engine", container: true } },
  "on wasmtime": on("Wasmtime", "compiled-model"),
  "on wasmtime, ahead": on("Wasmtime", "compiled-model", true),
  "on wasmer": on("Wasmer", "compiled-model"),
  "page webgl": { engines: { "@tensorflow/tfjs-backend-webgl": "4" } },
};

const plain = summarise(runOfRows(header(), completeRows()));

export function worldOf(world: World): Evidence {
  const ids = Object.keys(world.does ?? {});
  const targets = ids.map((id) => targetOf(id, world));
  const one = workload(
    "python",
    ids.map((id) => cellOf(id, world)),
  );
  const model = { ...one.model, name: world.modelName ?? "a model", bytes: world.modelBytes ?? 1e6 };
  const summary: MeasuredSummary = {
    ...plain,
    environment: { ...plain.environment, cores: world.cores ?? 8 },
    targets,
    workloads: ids.length > 0 ? [{ ...one, model }] : [],
    features: world.kernels ? [featuresOf(world.kernels, world.halfWidth)] : [],
    crossings: crossingsOf(world),
  };
  return { summary, truth: world.traced === undefined ? null : truthOf(world.traced) };
}

function targetOf(id: string, { fetched, deployed }: World): TargetRecord {
  const [gzipBytes, bytes] = [fetched?.[id], deployed?.[id]];
  return {
    ...target(id, "wasm"),
    ...TRAITS[id],
    ...(gzipBytes === undefined ? {} : { browserFiles: [{ name: "engine", gzipBytes, workload: null }] }),
    ...(bytes === undefined
      ? {}
      : { deployedFiles: [{ name: "module", bytes, gzipBytes: bytes, workload: "score" }] }),
  } as TargetRecord;
}

function cellOf(id: string, { does, halfWidth = 0.02 }: World): MeasuredCell {
  const {
    computeMs = 10,
    interpreterMs = 10,
    coldMs = 100,
    importMs = 10,
    peakMib = 100,
    reportedMib,
    firstTokenMs,
  } = does![id]!;
  const plain = cell(id, computeMs + interpreterMs);
  const bucketMs = { interpreter: interpreterMs, compute: computeMs, io: 0, unattributed: 0 };
  return {
    ...plain,
    threads: TRAITS[id]!.threads ?? 1,
    p50Ms: estimate(computeMs + interpreterMs, halfWidth),
    attribution: { ...plain.attribution, bucketMs },
    coldMs: { ...plain.coldMs, import: importMs },
    coldTotalMs: estimate(coldMs, halfWidth),
    peakRssBytes: peakMib * MIB,
    leastPeakRssBytes: peakMib * MIB * (1 - halfWidth),
    ...(firstTokenMs === undefined ? {} : { generation: generationOf(firstTokenMs, halfWidth) }),
    ...(reportedMib === undefined ? {} : { linearMemoryBytes: reportedMib * MIB }),
  };
}

const generationOf = (firstTokenMs: number, halfWidth: number): Generation => ({
  promptTokens: 32,
  generatedTokens: 32,
  firstTokenMs: estimate(firstTokenMs, halfWidth),
  tokenMs: estimate(1, halfWidth),
  tokenP90: { state: "insufficient", samples: 1, needed: 64 },
  tokenP99: { state: "insufficient", samples: 1, needed: 662 },
  tokenQuantilesMs: [1],
});

function featuresOf(kernels: NonNullable<World["kernels"]>, halfWidth = 0.02): FeaturesRow {
  return {
    kind: "features",
    host: "node",
    engine: "Node",
    supported: {},
    kernels: VARIANTS.flatMap((variant) => {
      const ms = kernels[variant];
      const roundMs = ms === undefined ? [] : [1 - halfWidth, 1, 1 + halfWidth].map((off) => ms * off);
      return roundMs.length === 0
        ? []
        : (["matmul", "hash"] as const).map((kernel) => ({ variant, kernel, flags: [], roundMs }));
    }),
    missing: [],
    at: "2026-01-02T03:04:05.000Z",
  };
}

function crossingsOf({ copy, view, halfWidth = 0.02 }: World): MeasuredSummary["crossings"] {
  const point = (bytes: number, calls: number, ms: number) => {
    const [lowMs, highMs] = [ms * (1 - halfWidth), ms * (1 + halfWidth)];
    return { bytes, calls, ms, lowMs, highMs, leastMs: lowMs, mostMs: highMs };
  };
  const common = { host: "node", engine: "Node", adapter: null, missing: null } as const;
  return [
    ...(copy
      ? [
          {
            ...common,
            way: "copy-in" as const,
            bySize: [point(64, 1, copy[0]), point(64 * MIB, 1, copy[1])],
            byCalls: [point(MIB, 1, copy[2]), point(MIB, 10_000, copy[3])],
          },
        ]
      : []),
    ...(view
      ? [
          {
            ...common,
            way: "view" as const,
            bySize: [point(64, 1, view[0]), point(64 * MIB, 1, view[1])],
            byCalls: [],
          },
        ]
      : []),
  ];
}

function truthOf(traced: number): TruthReport {
  const shares = (interpreter: number): Shares => ({
    ...{ interpreter, compute: 1 - interpreter, io: 0, unattributed: 0 },
  });
  const cells = [
    {
      split: { interpreter: 10, compute: 80, io: 10 },
      ...{ unprofiled: shares(0.1), truth: shares(0.2), attributed: shares(traced) },
      ...{ seen: 1, inflation: 1, samples: null },
    },
  ];
  const held = { scored: ["interpreter", "compute", "io"] as const, points: null };
  return {
    schema: 1,
    measuredAt: "2026-01-02T03:04Z",
    ...{ quick: false, targetMs: 4000 },
    machine: { cpuModel: "A CPU", cores: 2, platform: "linux x64", versions: {} },
    tools: [
      {
        ...{ id: "tracer", title: "cProfile", command: "profile app", limit: null, ...held },
        outcome: { state: "measured", cells, score: scoreTool(cells, held) },
      },
    ],
  };
}
