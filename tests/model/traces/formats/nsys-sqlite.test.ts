import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { attributeTrace } from "../../../../src/model/traces/attribute.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { nsysSqlite } from "../../../../src/model/traces/formats/nsys-sqlite.ts";
import { importTrace } from "../../../../src/model/traces/import.ts";
import { defaultRules } from "../../../fixtures/default-rules.ts";
import { readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

/** Two requests of 10 ms, after 180 ms of creating a context: loaders/samples/nsys_sqlite.py. */
const bytes = readSample("nsys-sqlite.two-requests.sqlite");
const profile = nsysSqlite.parse(bytes);
const { tree } = profile;

/** The same file, in which names that it holds once are others of their lengths. */
function renamed(...names: readonly (readonly [from: string, to: string])[]): Uint8Array {
  let text = Buffer.from(bytes).toString("latin1");
  for (const [from, to] of names) {
    expect(text.split(from)).toHaveLength(2);
    text = text.replace(from, to);
  }
  return Uint8Array.from(Buffer.from(text, "latin1"));
}

describe("an Nsight Systems export", () => {
  it("is resolved on the wall clock of its numbered ranges", () => {
    expect(profile.wallMs).toBeCloseTo(19.9, 6);
    expect(selfMsBy(profile, ({ category }) => category ?? "none")).toEqual({
      kernel: expect.closeTo(12.8, 6),
      gpu_memcpy: expect.closeTo(0.6, 6),
      gpu_collective: expect.closeTo(1, 6),
      cuda_sync: expect.closeTo(0.2, 6),
      cuda_runtime: expect.closeTo(0.3, 6),
      // A read of a file; that poll is within the call that waits for the device, and a part of it.
      native: expect.closeTo(2, 6),
      user_annotation: expect.closeTo(2.9, 6),
    });
  });

  it("bills kernels as compute; copies, collectives and reads as IO", () => {
    const { buckets, waiting } = attributeTrace(profile, defaultRules);
    expect(buckets.compute.ms).toBeCloseTo(12.8, 6);
    expect(buckets.io.ms).toBeCloseTo(3.9, 6);
    expect(waiting.ms).toBeCloseTo(0.2, 6);
  });

  it("has kernels below the calls that launched them, in the ranges that hold those", () => {
    const gemm = tree.frames.findIndex(({ name }) => name.startsWith("void cutlass::Kernel2<"));
    const node = tree.frame.indexOf(gemm);
    const names: string[] = [];
    for (let at = tree.parent[node]!; at > 0; at = tree.parent[at]!)
      names.push(tree.frames[tree.frame[at]!]!.name);
    expect(names).toEqual(["cudaLaunchKernel", "request 0"]);
  });

  it("tells the requests, the device's use and the thread, which waits in the system beside others", () => {
    expect(profile.requests?.each.map(({ wallMs }) => wallMs)).toEqual([
      expect.closeTo(10, 6),
      expect.closeTo(9.9, 6),
    ]);
    expect(profile.device).toEqual({
      busyMs: expect.closeTo(12.8, 6),
      idleMs: expect.objectContaining({ copy: expect.closeTo(0.6, 6), communication: expect.closeTo(1, 6) }),
    });
    expect(profile.threads.map(({ name }) => name)).toEqual(["python (process 4100, thread 4100)"]);
    expect(profile.clock).toContain("the request's thread is python (process 4100, thread 4100)");
    expect(profile.warnings).toEqual([]);
  });

  it("knows a call that waited for the device by the device's own account, whatever its name", () => {
    const renamedCall = nsysSqlite.parse(
      renamed(["cudaStreamSynchronize_v3020", "cudaSomethingOfAnyName_v302"]),
    );
    const msOf = (category: string) => selfMsBy(renamedCall, (frame) => String(frame.category))[category];
    expect(msOf("cuda_sync")).toBeCloseTo(0.2, 6);
  });

  it("without kernels says that the GPU's own work is missing", () => {
    const { warnings } = importTrace(
      renamed(
        ["tableCUPTI_ACTIVITY_KIND_KERNEL", "tableCUPTI_ACTIVITY_KIND_ABSENT"],
        ["tableCUPTI_ACTIVITY_KIND_MEMCPY", "tableCUPTI_ACTIVITY_KIND_NOTONE"],
      ),
    );
    expect(warnings).toEqual([expect.stringMatching(/^6 launches on the GPU and no kernel/)]);
  });

  it("of another program is refused, and so is nvprof's, each with what would do", () => {
    const other = new Uint8Array(
      readFileSync(new URL("../../../fixtures/sqlite/utf-8.sqlite", import.meta.url)),
    );
    expect(() => importTrace(other)).toThrow(TraceError);
    expect(() => importTrace(other)).toThrow(/no export of Nsight Systems.*tables rows, empty.*nsys export/);
    const nvprof = renamed(["tableThreadNames", "tableStringTable"]);
    expect(() => importTrace(nvprof)).toThrow(/export of nvprof.*no longer develops.*nsys profile/);
  });
});
