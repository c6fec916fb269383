import { describe, expect, it } from "vitest";
import { checkClaim, verdictOf } from "../../../src/report/claims/claim.ts";
import { LEDGER } from "../../../src/report/claims/ledger.ts";
import { averageOf, gainBetween, type Reading, SLOWER } from "../../../src/report/claims/reading.ts";
import { readingText } from "../../../src/report/claims/text.ts";
import { type World, worldOf } from "./world.ts";

const at = (low: number, high: number): Reading => ({
  ...{ where: "here", value: (low + high) / 2, low, high, unit: "speed", page: null },
});
const faster = { published: { low: 1.7, high: 4.5 } };
const slower = { published: SLOWER };

describe("a published figure", () => {
  it.each([
    ["reproduced", faster, [at(2, 3), at(4, 5)]],
    ["partly", faster, [at(2, 3), at(5, 9)]],
    ["not reproduced", faster, [at(1.1, 1.3), at(5, 9)]],
    ["not reproduced", faster, [at(0.9, 1.1)]],
    ["contradicted", faster, [at(0.5, 0.9)]],
    ["contradicted", slower, [at(1.2, 1.4)]],
    ["reproduced", slower, [at(0.8, 0.9)]],
    // No difference is neither slower nor the opposite.
    ["not reproduced", slower, [at(0.99, 1.02)]],
    ["not measured here", faster, []],
    // Too wide to tell: alone, among others, and at an end that the source leaves open.
    ["undecided", faster, [at(1, 10)]],
    ["reproduced", faster, [at(2, 3), at(1, 10)]],
    ["undecided", faster, [at(2, 3), at(1, 10), at(0.1, 10)]],
    ["undecided", slower, [at(0.9, 1.1)]],
    // "often" asks for more than half, "can" for one.
    ["reproduced", { ...faster, enough: "most" }, [at(2, 3), at(2, 3), at(1, 1.1)]],
    ["partly", { ...faster, enough: "most" }, [at(2, 3), at(1, 1.1)]],
    ["reproduced", { ...faster, enough: "any" }, [at(2, 3), at(1, 10), at(0.1, 10)]],
  ] as const)("is %s", (verdict, claim, readings) => {
    expect(verdictOf(claim, readings)).toBe(verdict);
  });

  it("is reproduced in part at most, and never contradicted, where something stands in for its setting", () => {
    expect(verdictOf(faster, [at(2, 3)], true)).toBe("partly");
    expect(verdictOf(faster, [at(0.5, 0.9)], true)).toBe("not reproduced");
    expect(verdictOf(faster, [], true)).toBe("not measured here");
  });

  it("may give a range for each reading", () => {
    expect(verdictOf(slower, [{ ...at(2, 3), expected: faster.published }])).toBe("reproduced");
  });
});

describe("a reading", () => {
  it("is a gain whose interval is as wide as both times can make it", () => {
    const gain = gainBetween("here", { value: 8, low: 7, high: 9 }, { value: 2, low: 1.5, high: 3 }, null);
    expect(gain).toMatchObject({ where: "here", value: 4, low: 7 / 3, high: 6 });
    expect(readingText(gain)).toBe("here: 4 times as fast (2.3 to 6)");
    const loss = gainBetween("here", { value: 2, low: 1.5, high: 3 }, { value: 8, low: 7, high: 9 }, null);
    expect(readingText(loss)).toBe("here: 4 times as slow (2.3 to 6)");
  });

  it("is said in its unit, without an interval that cannot be seen", () => {
    const said = (unit: Reading["unit"], value: number, low: number, high: number) =>
      readingText({ where: "here", value, low, high, unit, page: null });
    expect(said("amount", 2, 1.9, 2.1)).toBe("here: 2 times as much (1.9 to 2.1)");
    expect(said("amount", 3, 3, 3)).toBe("here: 3 times as much");
    expect(said("ms", 4100, 3700, 4600)).toBe("here: 4.1 s (3.7 s to 4.6 s)");
    expect(said("share", 0.5, 0.4, 0.6)).toBe("here: 50 % (40 % to 60 %)");
  });

  it("may be an average, geometric as ratios are", () => {
    const [mean] = averageOf("gain", [at(1, 3), at(4, 12)]);
    expect(mean).toMatchObject({ where: "gain, on average over two workloads", value: 4, low: 2, high: 6 });
    expect(averageOf("gain", [])).toEqual([]);
  });
});

const compute = (native: number, wasm: number, more: World = {}): World => ({
  ...more,
  does: { native: { computeMs: native }, wasm: { computeMs: wasm } },
});
const memory = (native: number, wasm: number, more: World = {}): World => ({
  ...more,
  does: { native: { peakMib: native }, wasm: { peakMib: wasm } },
});
/** A native program, a module in each of the article’s runtimes and a container, each with the times given. */
const alone = (
  what: "computeMs" | "coldMs" | "peakMib",
  ms: Readonly<Record<string, number>>,
  more: World = {},
): World => ({
  ...more,
  does: Object.fromEntries(Object.entries(ms).map(([id, value]) => [id, { [what]: value }])),
});
const reported = (peakMib: number, reportedMib: number): World => ({
  does: { "on wasmer": { peakMib, reportedMib } },
});
const deployed = (bytes: number): World => ({
  ...{ modelName: "MobileNetV2 1.0", modelBytes: 14e6, deployed: { "on wasmtime": bytes } },
  does: { "on wasmtime": {} },
});
const mobileNet = { modelName: "MobileNetV2 1.0" };
const glue = (python: number, other: string, ms: number, importMs = 10): World => ({
  does: { python: { interpreterMs: python }, [other]: { interpreterMs: ms, importMs } },
});
const pyodide = (coldMs: number, peakMib: number, bytes: number): World => ({
  does: { wasm: { coldMs: 1000, peakMib: 100 }, pyodide: { coldMs, peakMib } },
  fetched: { wasm: 4e6, pyodide: bytes },
});
const builds = (from: string, ms: number, to: string, faster: number, more: World = {}): World => ({
  ...more,
  does: {
    [from]: { computeMs: ms, interpreterMs: 0.001 },
    [to]: { computeMs: faster, interpreterMs: 0.001 },
  },
});
const [LARGE, SMALL] = [{ modelBytes: 14e6 }, { modelBytes: 1e6 }];

/** Of each figure that a run decides: worlds in which it comes out one way and the other. */
const WORLDS: readonly (readonly [id: string, verdict: string, world: World])[] = [
  ["000-a", "partly", compute(10, 15)],
  ["000-a", "not reproduced", compute(10, 60)],
  // The article’s own runtimes take the place of Node’s where the run has them.
  ["000-a", "partly", alone("computeMs", { "native program": 10, "on wasmtime": 15, native: 10, wasm: 60 })],
  [
    "000-a",
    "not reproduced",
    alone("computeMs", { "native program": 10, "on wasmer": 160, native: 10, wasm: 15 }),
  ],
  ["000-a", "partly", alone("computeMs", { "on wasmtime": 160, native: 10, wasm: 15 })],
  ["000-c", "partly", memory(100, 230)],
  ["000-c", "not reproduced", memory(100, 100)],
  ["000-d", "partly", { does: { native: { coldMs: 5 }, wasm: { coldMs: 120 } } }],
  ["000-d", "not reproduced", { does: { native: { coldMs: 500 }, wasm: { coldMs: 2000 } } }],
  ["000-d", "partly", alone("coldMs", { "native program": 5, "on wasmtime": 120, "a container": 450 })],
  [
    "000-d",
    "not reproduced",
    alone("coldMs", { "native program": 100, "on wasmtime": 120, "a container": 450 }),
  ],
  ["000-e", "partly", memory(100, 150)],
  ["000-e", "not reproduced", memory(100, 300)],
  [
    "000-f",
    "partly",
    {
      does: {
        "on wasmtime": { interpreterMs: 0, computeMs: 85 },
        "on wasmer": { interpreterMs: 0, computeMs: 100 },
      },
    },
  ],
  [
    "000-f",
    "not reproduced",
    {
      does: {
        "on wasmtime": { interpreterMs: 0, computeMs: 100 },
        "on wasmer": { interpreterMs: 0, computeMs: 100 },
      },
    },
  ],
  ["000-g", "partly", compute(10, 16, mobileNet)],
  ["000-g", "not reproduced", compute(10, 60, mobileNet)],
  ["000-g", "not measured here", compute(10, 16)],
  ["000-h", "partly", memory(100, 145, mobileNet)],
  ["000-h", "not reproduced", memory(100, 200, mobileNet)],
  ["000-n", "partly", reported(145, 100)],
  ["000-n", "not reproduced", reported(60, 100)],
  ["000-o", "partly", deployed(214e6)],
  ["000-o", "not reproduced", deployed(15e6)],
  ["000-q", "partly", { does: { wasm: { computeMs: 10, interpreterMs: 10, coldMs: 110 } } }],
  ["000-q", "not reproduced", { does: { wasm: { computeMs: 10, interpreterMs: 10, coldMs: 2000 } } }],
  ["001-a", "reproduced", glue(100, "wasm", 2)],
  ["001-a", "not reproduced", glue(100, "wasm", 80)],
  ["001-a", "contradicted", glue(100, "wasm", 200)],
  ["001-b", "reproduced", compute(10, 30)],
  ["001-b", "not reproduced", compute(10, 5)],
  ["001-c", "reproduced", { copy: [0.001, 10, 1, 5] }],
  ["001-c", "contradicted", { copy: [10, 0.001, 1, 5] }],
  ["001-d", "reproduced", pyodide(5000, 300, 10e6)],
  ["001-d", "partly", pyodide(5000, 50, 10e6)],
  ["001-d", "contradicted", pyodide(500, 50, 1e6)],
  ["002-b", "partly", compute(10, 11)],
  ["002-b", "not reproduced", compute(10, 30)],
  ["002-d", "reproduced", builds("page tfjs", 200, "page tfjs simd", 10)],
  [
    "002-d",
    "partly",
    { kernels: { js: 15, "wasm-simd": 1 }, ...builds("page tfjs", 20, "page tfjs simd", 10) },
  ],
  ["002-d", "not reproduced", { kernels: { js: 2, "wasm-simd": 1 } }],
  ["002-d", "contradicted", { kernels: { js: 1, "wasm-simd": 2 } }],
  ["002-e", "reproduced", builds("page tfjs scalar", 30, "page tfjs simd", 10)],
  ["002-e", "not reproduced", { kernels: { "wasm-scalar": 8, "wasm-simd": 1 } }],
  ["002-f", "reproduced", builds("page tfjs simd", 20, "page tfjs threads", 10)],
  ["002-f", "partly", builds("page tfjs simd", 20, "page tfjs threads", 10, { cores: 2 })],
  ["002-f", "not reproduced", { kernels: { "wasm-simd": 1.2, "wasm-simd-threads": 1 } }],
  ["002-g", "partly", builds("page tfjs simd", 20, "page webgl", 10, LARGE)],
  ["002-g", "partly", builds("page tfjs simd", 10, "page webgl", 20, SMALL)],
  ["002-g", "not reproduced", builds("page tfjs simd", 10, "page webgl", 20, LARGE)],
  ["002-h", "partly", alone("coldMs", { "on wasmtime": 0.8, "on wasmtime, ahead": 0.5, "a container": 30 })],
  ["002-h", "partly", alone("coldMs", { "on wasmtime": 30, "a container": 600 })],
  ["002-h", "not reproduced", alone("coldMs", { "on wasmtime": 300, "a container": 600 })],
  ["002-i", "reproduced", { kernels: { "wasm-simd": 1, "wasm-simd-memory64": 1.5 } }],
  ["002-i", "contradicted", { kernels: { "wasm-simd": 1.5, "wasm-simd-memory64": 1 } }],
  ["002-j", "reproduced", { copy: [0.001, 10, 1, 5] }],
  ["002-j", "contradicted", { copy: [0.001, 10, 5, 1] }],
  ["003-a", "partly", alone("coldMs", { "on wasmtime": 40, "on wasmtime, ahead": 0.7 })],
  ["003-a", "not reproduced", alone("coldMs", { "on wasmtime": 40 })],
  ["003-b", "reproduced", alone("coldMs", { "on wasmer": 30, "a container": 900 })],
  ["003-b", "not reproduced", alone("coldMs", { "on wasmer": 300, "a container": 900 })],
  ["004-a", "partly", builds("page tfjs scalar", 30, "page tfjs simd", 10)],
  ["004-a", "not reproduced", builds("page tfjs scalar", 300, "page tfjs simd", 10)],
  ["004-d", "reproduced", { copy: [1, 1, 1, 1], view: [1, 1] }],
  ["004-d", "partly", { copy: [0.001, 10, 1, 1], view: [1, 1] }],
  ["004-d", "not reproduced", { copy: [0.001, 10, 1, 1], view: [0.001, 10] }],
  ["004-e", "partly", { does: { native: { firstTokenMs: 60 }, wasm: { firstTokenMs: 400 } } }],
  ["004-e", "not reproduced", { does: { native: { firstTokenMs: 160 } } }],
  ["x-b", "partly", { does: { native: { computeMs: 1 }, "page wasm": { computeMs: 16.9 } } }],
  ["x-b", "not reproduced", { does: { native: { computeMs: 1 }, "page wasm": { computeMs: 3 } } }],
  ["x-d", "reproduced", glue(10, "pyodide", 40, 4500)],
  ["x-d", "partly", glue(10, "pyodide", 40, 2000)],
  ["x-d", "not reproduced", glue(10, "pyodide", 20, 2000)],
  ["x-e", "partly", { traced: 0.5 }],
  ["x-e", "not reproduced", { traced: 0.12 }],
];

describe("a figure that a run decides", () => {
  const decidedByRun = LEDGER.filter(({ by }) => by === "run").map(({ id }) => id);
  const check = (id: string, world: World) =>
    checkClaim(LEDGER.find((claim) => claim.id === id)!, worldOf(world));

  it.each(WORLDS)("%s comes out %s in a world of its own", (id, verdict, world) => {
    expect(check(id, world).verdict).toBe(verdict);
  });

  it.each(decidedByRun)("%s can come out both ways, and waits where nothing of it was measured", (id) => {
    const found = WORLDS.filter(([of]) => of === id).map(([, verdict]) => verdict);
    expect(found.some((verdict) => verdict === "reproduced" || verdict === "partly")).toBe(true);
    expect(found.some((verdict) => verdict === "not reproduced" || verdict === "contradicted")).toBe(true);
    expect(check(id, {}).verdict).toBe("not measured here");
    expect(
      checkClaim(LEDGER.find((claim) => claim.id === id)!, { summary: null, truth: null }).readings,
    ).toEqual([]);
  });

  it("is undecided where intervals are too wide to tell", () => {
    expect(check("000-a", compute(10, 15, { halfWidth: 0.6 })).verdict).toBe("undecided");
  });
});
