import { beforeAll, describe, expect, it } from "vitest";
import { measureBoundary } from "../../loaders/boundary/measure-boundary.ts";
import { findChromium } from "../../loaders/browser/chromium.ts";
import { type CrossingCurve, crossingCurves } from "../../src/model/boundary/curves.ts";
import { type CrossingHost, waysIn } from "../../src/model/boundary/ways.ts";
import { type CrossingRow, crossingRowSchema } from "../../src/model/run-file.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());

const LARGEST = 32_768;

const measure = (host: CrossingHost) =>
  measureBoundary({
    host,
    effort: "quick",
    seed: 1,
    signal: new AbortController().signal,
    mostBytes: LARGEST,
  });

const curveOf = (rows: readonly CrossingRow[], way: string): CrossingCurve =>
  crossingCurves({ crossings: rows }).find((curve) => curve.way === way)!;

/** Of one crossing, the largest. */
const largestMs = (rows: readonly CrossingRow[], way: string) => curveOf(rows, way).bySize.at(-1)!.ms;

describe("crossings in Node, measured", () => {
  let rows: CrossingRow[];
  beforeAll(async () => {
    rows = await measure("node");
  });

  it("have a row for each way, as a run file takes it, with what keeps the others away", () => {
    expect(rows.map(({ way }) => way)).toEqual(waysIn("node"));
    for (const row of rows) expect(crossingRowSchema.safeParse(row).error).toBeUndefined();
    for (const { points, missing } of rows) expect(points.length > 0).toBe(missing === null);
    expect(curveOf(rows, "python-call").missing!.enable).toContain("--effort default");
  });

  it("are of every size that is not too large, and of the same bytes in more and more calls", () => {
    const { bySize, byCalls } = curveOf(rows, "copy-in");
    expect(new Set(bySize.map(({ bytes }) => bytes))).toEqual(new Set([64, 512, 4_096, LARGEST]));
    expect(byCalls.map(({ calls }) => calls)).toEqual([1, 10, 100, 1_000, 10_000]);
  });

  it("tell apart what differs by orders of magnitude", () => {
    expect(largestMs(rows, "clone")).toBeGreaterThan(3 * largestMs(rows, "call-in"));
    expect(largestMs(rows, "copy-in")).toBeGreaterThan(3 * largestMs(rows, "call-in"));
    const { byCalls } = curveOf(rows, "copy-in");
    expect(byCalls.at(-1)!.ms).toBeGreaterThan(3 * byCalls[0]!.ms);
  });
});

describe.runIf(findChromium())("crossings in a browser, measured", () => {
  it("have a row for each way, and name the GPU that they were measured on", async () => {
    const rows = await measure("browser");
    expect(rows.map(({ way }) => way)).toEqual(waysIn("browser"));
    for (const row of rows) expect(crossingRowSchema.safeParse(row).error).toBeUndefined();
    // An isolated page has shared memory.
    for (const way of ["copy-in", "clone", "shared"]) expect(curveOf(rows, way).missing).toBeNull();
    for (const { way, points, adapter } of rows)
      expect(adapter !== null).toBe(way.startsWith("gpu") && points.length > 0);
  });
});
