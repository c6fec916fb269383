import { describe, expect, it } from "vitest";
import type { NodeDestination } from "../../../src/model/buckets.ts";
import { extrasOfProfile } from "../../../src/model/forecast/from-profile.ts";
import { inputOfAttribution, perRequest } from "../../../src/model/forecast/input.ts";
import { noTime } from "../../../src/model/traces/bucket-ms.ts";
import { CallTreeBuilder } from "../../../src/model/traces/call-tree.ts";
import type { ImportedProfile } from "../../../src/model/traces/profile.ts";
import type { TraceAttribution } from "../../../src/model/traces/result.ts";

interface Leaf {
  readonly name: string;
  readonly file: string | null;
  readonly category: string | null;
  readonly ms: number;
  readonly to: NodeDestination;
}

function profileOf(leaves: readonly Leaf[], over: Partial<ImportedProfile> = {}) {
  const builder = new CallTreeBuilder();
  for (const { name, file, category, ms } of leaves) {
    builder.add(builder.child(0, builder.frame({ name, file, category, line: null })), ms);
  }
  const profile: ImportedProfile = {
    format: "speedscope",
    host: null,
    producer: null,
    wallMs: leaves.reduce((sum, { ms }) => sum + ms, 0),
    tree: builder.build(),
    order: null,
    clock: "",
    sampled: false,
    samples: null,
    intervalMs: null,
    bias: null,
    hiddenMs: 0,
    operators: [],
    boundary: null,
    threads: [],
    requests: null,
    startUp: null,
    device: null,
    warnings: [],
    ...over,
  };
  return extrasOfProfile(profile, ["unattributed", ...leaves.map(({ to }) => to)]);
}

const python: Leaf = { name: "main", file: "app.py", category: "python", ms: 10, to: "interpreter" };
const numpy: Leaf = {
  name: "DOUBLE_add",
  file: "numpy/_core/_multiarray_umath.so",
  category: "native",
  ms: 4,
  to: "interpreter",
};

describe("what a profile tells beyond its buckets", () => {
  it("is the host by most of its frames, and a native engine for Python", () => {
    expect(profileOf([python])).toMatchObject({ host: "python", engine: "native" });
    const js: Leaf = { name: "run", file: "app.js", category: "js", ms: 20, to: "interpreter" };
    expect(profileOf([python, js])).toMatchObject({ host: "node", engine: "unknown" });
    expect(profileOf([])).toMatchObject({ host: "unknown", engine: "unknown" });
  });

  it("is a Wasm engine where compute runs in Wasm", () => {
    const wasm: Leaf = { name: "wasm-function[3]", file: "wasm://x", category: "wasm", ms: 5, to: "compute" };
    expect(profileOf([wasm], { host: "node" })).toMatchObject({ host: "node", engine: "wasm" });
  });

  it("is glue that is compiled loops already, but neither numpy's Python nor its matrix products", () => {
    const inPython: Leaf = { ...python, file: "numpy/_core/fromnumeric.py" };
    const matmul: Leaf = { ...numpy, name: "dgemm", to: "compute" };
    const { vectorisedMs, arraysOnly } = profileOf([python, numpy, inPython, matmul]);
    expect(vectorisedMs).toEqual({ interpreter: 4, compute: 0 });
    expect(arraysOnly).toBe(true);
  });

  it("is the bytes of one call, where the profile counts those of all", () => {
    expect(profileOf([python], { boundary: { calls: 4, bytes: 400 } }).boundary).toEqual({
      calls: 4,
      bytes: 100,
    });
    expect(profileOf([python], { boundary: { calls: 4, bytes: null } }).boundary).toEqual({
      calls: 4,
      bytes: null,
    });
    expect(profileOf([python], { boundary: { calls: 0, bytes: 0 } }).boundary).toEqual({
      calls: 0,
      bytes: null,
    });
  });
});

describe("one of several requests", () => {
  it("has its share of the time and of the calls", () => {
    const share = (ms: number) => ({ ms, share: ms / 100 });
    const attribution = {
      wallMs: 100,
      samples: 50,
      buckets: { interpreter: share(60), compute: share(30), io: share(5), unattributed: share(5) },
      waiting: share(4),
      unmatched: [],
      hiddenEngine: null,
      deviceMs: { ...noTime(), compute: 10 },
    } as unknown as TraceAttribution;
    const input = inputOfAttribution(attribution, {
      boundary: { calls: 20, bytes: 7 },
      vectorisedMs: { interpreter: 10, compute: 20 },
      unfollowedMs: 2,
    });
    expect(perRequest(input, 10)).toMatchObject({
      wallMs: 10,
      bucketMs: { interpreter: 6, compute: 3, io: 0.5, unattributed: 0.5 },
      boundary: { calls: 2, bytes: 7 },
      vectorisedMs: { interpreter: 1, compute: 2 },
      waitingMs: 0.4,
      unfollowedMs: 0.2,
      deviceMs: { compute: 1 },
      samples: 50,
    });
  });
});
