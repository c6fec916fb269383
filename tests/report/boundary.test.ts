import { describe, expect, it } from "vitest";
import {
  batchingFinding,
  boundaryFinding,
  boundaryGaps,
  fittedCurves,
  isBatched,
  sideFinding,
} from "../../src/report/boundary.ts";
import { crossingRows, curvesOf } from "../fixtures/crossings.ts";

const node = fittedCurves(curvesOf(crossingRows("node")));
const inPage = (software: boolean) => fittedCurves(curvesOf(crossingRows("browser", software)));
const copyIn = node.find(({ way }) => way === "copy-in")!;

describe("what crossing a boundary costs", () => {
  it("is said of bytes, of a call, and of bytes beyond where they get dearer", () => {
    const finding = boundaryFinding(node);
    // 40 ns and 0.03 ns for each of 1,048,576 bytes; 0.2 ns beyond.
    expect(finding).toContain("In Node, copying 1 MiB into Wasm’s memory costs");
    expect(finding).toMatch(/costs (31|32) µs, and beyond 256 KiB|costs 31 µs, and beyond/);
    expect(finding).toContain("a call costs 7.0 ns");
  });

  it("turns from bytes to calls where the calls cost as much as the bytes do", () => {
    // 1 MiB costs 31.5 µs, and each further call 40 ns: about 790 calls.
    expect(batchingFinding(copyIn)).toContain("from about 790 calls on, the calls cost more than the bytes");
  });

  it("does not say so where no number of calls that was tried does it", () => {
    const flat = { ...copyIn, byCalls: copyIn.byCalls.slice(0, 2) };
    expect(batchingFinding(flat)).toContain("no number of calls that was tried costs more than the bytes");
  });

  it("has no curve of the same bytes in more calls where none cross", () => {
    const curves = inPage(false);
    const of = (way: string) => curves.find((curve) => curve.way === way)!;
    expect(of("gpu-dispatch").byCalls.length).toBeGreaterThan(1);
    expect([of("copy-in"), of("gpu-dispatch")].map(isBatched)).toEqual([true, false]);
  });

  it("is fitted to nothing that software imitates, which is said", () => {
    const [imitated, real] = [inPage(true), inPage(false)].map((curves) =>
      curves.filter(({ way, bySize }) => way.startsWith("gpu") && bySize.length > 1),
    );
    expect(imitated!.map(({ fit }) => fit)).toEqual([null, null]);
    expect(sideFinding("gpu", "browser", imitated!)).toContain("imitates a GPU on the CPU");
    for (const { fit } of real!) expect(fit!.error).toBeLessThan(1e-6);
    expect(sideFinding("gpu", "browser", real!)).toContain("On a GPU: upload to the GPU: at least 320 µs");
  });

  it("names what is missing once for each reason, with the command", () => {
    const rows = crossingRows("node");
    expect(boundaryGaps(curvesOf(rows))).toEqual([
      {
        what: "call into Pyodide and buffer of Pyodide in Node",
        reason: "it is not installed",
        enable: "npm install --no-save pyodide",
      },
    ]);
    expect(boundaryFinding([])).toBe("This run did not measure what copying into Wasm’s memory costs.");
  });
});
