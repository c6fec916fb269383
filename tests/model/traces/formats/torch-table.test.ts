import { expect, it } from "vitest";
import { torchTable } from "../../../../src/model/traces/formats/torch-table.ts";
import { headOf } from "../../../../src/model/traces/head.ts";
import { asBytes, selfMsBy } from "../../../fixtures/trace-samples.ts";

const DASHES = "-----  -----  -----";
const table = (head: string, rows: readonly string[], foot: readonly string[] = []) =>
  [DASHES, head, DASHES, ...rows, DASHES, ...foot, ""].join("\n");
const kinds = (profile: Parameters<typeof selfMsBy>[0]) =>
  selfMsBy(profile, ({ name, category }) => `${name} ${category}`);

const CPU = "   Name    Self CPU %      Self CPU   # of Calls";
const BOTH = "   Name    Self CPU %      Self CPU   Self CUDA   # of Calls";

it("operators have their own time on the CPU, and their calls", () => {
  const text = table(
    CPU,
    ["aten::mm    80.00%   8.000ms   4", "train_step   20.00%   2000.000us   1"],
    ["Self CPU time total: 10.000ms"],
  );
  const profile = torchTable.parse(asBytes(text));
  expect(profile).toMatchObject({
    wallMs: 10,
    hiddenMs: 0,
    operators: [{ operator: "mm", ms: 8, calls: 4 }],
    warnings: [],
  });
  expect(kinds(profile)).toEqual({ "aten::mm cpu_op": 8, "train_step null": 2 });
});

it("the device's kernels come first, once; the CPU's work beside them is hidden", () => {
  const text = table(
    BOTH,
    [
      "aten::mm   50.00%   5.000ms   7.000ms   4",
      "sgemm_128   0.00%   0.000us   7.000ms   4",
      "ncclDevKernel_AllReduce   0.00%   0.000us   1.000ms   1",
      "cudaDeviceSynchronize   50.00%   5.000ms   0.000us   1",
    ],
    ["Self CPU time total: 10.000ms", "Self CUDA time total: 8.000ms"],
  );
  const profile = torchTable.parse(asBytes(text));
  expect(profile.wallMs).toBe(10);
  expect(profile.hiddenMs).toBeCloseTo(8, 9);
  expect(kinds(profile)).toEqual({
    "sgemm_128 kernel": 7,
    "ncclDevKernel_AllReduce gpu_collective": 1,
    "aten::mm cpu_op": expect.closeTo(1, 9),
    "cudaDeviceSynchronize cuda_runtime": expect.closeTo(1, 9),
  });
});

it("one that is cut off says how much it lacks, by its sum or by a row's share", () => {
  const rows = ["aten::mm    40.00%   4.000ms   4"];
  for (const foot of [["Self CPU time total: 10.000ms"], []]) {
    const profile = torchTable.parse(asBytes(table(CPU, rows, foot)));
    expect(profile.wallMs).toBeCloseTo(10, 9);
    expect(profile.warnings).toEqual([expect.stringMatching(/4\.0 of the 10\.0 ms/)]);
  }
});

it("is known after what else the program printed; without times it is refused", () => {
  const text = table(CPU, ["aten::mm    0.00%   none   4"]);
  expect(torchTable.detect(headOf(asBytes(`epoch 1\n${text}`)))).toBe(true);
  expect(torchTable.detect(headOf(asBytes("-----\n Name  Age\n-----\n")))).toBe(false);
  expect(() => torchTable.parse(asBytes(text))).toThrow(/holds no time: 0 usable rows.*1 rows do not fit/);
});
