import { describe, expect, it } from "vitest";
import { inputOfRecording } from "../../../src/model/forecast/from-recording.ts";
import type { AttributionRow } from "../../../src/model/recording-file.ts";
import { summariseRecording } from "../../../src/model/summarise-recording.ts";
import { attributionRowOf, execution, recordingHeader, recordingOf } from "../../fixtures/recording.ts";

/** An unprofiled execution of 1,000 ms, and a profile of 1,100 ms with these frames. */
function inputOf(
  frames: readonly Partial<AttributionRow["tree"][number]>[],
  { host = "python" as const, ...over }: Partial<AttributionRow> & { host?: "python" | "node" } = {},
  cpuMs: number | null = 800,
) {
  const row = attributionRowOf(over);
  const tree = [row.tree[0]!, ...frames.map((frame) => ({ ...row.tree[1]!, ...frame }))];
  const rows = [execution({ cpuMs }), { ...row, tree }];
  const summary = summariseRecording(recordingOf(recordingHeader({ host }), rows))!;
  return inputOfRecording(summary, summary.attributions[0]!);
}

describe("what a recording tells a forecast", () => {
  it("is the engine that its compute ran in", () => {
    const wasm = { name: "wasm-function[3]", file: "wasm://wasm/1", destination: "compute" as const };
    expect(inputOf([wasm], { host: "node" })).toMatchObject({ host: "node", engine: "wasm" });
    expect(inputOf([{}], { host: "node" })).toMatchObject({ host: "node", engine: "unknown" });
    expect(inputOf([{}])).toMatchObject({ host: "python", engine: "native" });
    const caller = { ...wasm, destination: "io" as const };
    expect(inputOf([caller], { host: "node" }).engine).toBe("unknown");
  });

  it("is in unprofiled time, waiting and array code included", () => {
    const file = "/site-packages/numpy/_core/_multiarray_umath.so";
    // Two thirds of 330 ms of profiled compute, which are 300 ms unprofiled.
    const input = inputOf([{ name: "DOUBLE_add", file, destination: "compute", selfMs: 220 }]);
    expect(input.wallMs).toBe(1_000);
    expect(input.bucketMs.compute).toBe(300);
    expect(input.vectorisedMs.compute).toBeCloseTo(200, 9);
    expect(input.waitingMs).toBeCloseTo(50, 9);
  });

  it("is the boundary of one execution", () => {
    const { boundary } = inputOf([{}], { executions: 2, boundary: { calls: 4, bytes: 400 } });
    expect(boundary).toEqual({ calls: 2, bytes: 100 });
  });

  it("is all waiting as such in which others may have worked, once they used CPU time at all", () => {
    expect(inputOf([{}], {}, 800).unfollowedMs).toBe(0);
    expect(inputOf([{}], {}, 1_200).unfollowedMs).toBeCloseTo(50, 9);
    expect(inputOf([{}], {}, null).unfollowedMs).toBe(0);
  });
});
