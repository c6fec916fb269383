import { expect, it } from "vitest";
import { nsysStats } from "../../../../src/model/traces/formats/nsys-stats.ts";
import { asBytes, selfMsBy } from "../../../fixtures/trace-samples.ts";

const parse = (...lines: readonly string[]) => nsysStats.parse(asBytes(`${lines.join("\n")}\n`));
const kinds = (profile: Parameters<typeof selfMsBy>[0]) =>
  selfMsBy(profile, ({ name, category }) => `${name} ${category}`);
const KERNELS = "Time (%),Total Time (ns),Instances,Avg (ns),Name";

it("kernels, copies and collectives come from their tables; calls of the CPU are hidden", () => {
  const profile = parse(
    KERNELS,
    '60,6000000,2,3000000,"gemm<4, 8>(int)"',
    "40,4000000,2,2000000,ncclDevKernel_AllReduce",
    "",
    "Time (%),Total Time (us),Count,Avg (us),Operation",
    "100,500,1,500,[CUDA memcpy HtoD]",
    "",
    "Time (%),Total Time (ns),Num Calls,Avg (ns),Name",
    "100,7000000,1,7000000,cudaStreamSynchronize",
  );
  expect(kinds(profile)).toEqual({
    "gemm<4, 8>(int) kernel": 6,
    "ncclDevKernel_AllReduce gpu_collective": 4,
    "[CUDA memcpy HtoD] gpu_memcpy": 0.5,
  });
  expect(profile).toMatchObject({ wallMs: 10.5, hiddenMs: 7, warnings: [] });
});

it("a table of both tells them by its category", () => {
  const profile = parse(
    "Time (%),Total Time (ns),Instances,Avg (ns),Category,Operation",
    "60,6000000,2,3,CUDA_KERNEL,gemm",
    "40,4000000,2,2,MEMORY_OPER,[CUDA memset]",
  );
  expect(kinds(profile)).toEqual({ "gemm kernel": 6, "[CUDA memset] gpu_memcpy": 4 });
});

it("calls alone are refused, and say what is missing; odd rows are counted", () => {
  const calls = "Time (%),Total Time (ns),Num Calls,Avg (ns),Name";
  expect(() => parse(calls, "100,7000000,1,7,cudaMalloc")).toThrow(
    /7 ms of calls on the CPU.*cuda_gpu_kern_sum/,
  );
  expect(parse(KERNELS, "1,5,1,5,a", "1,much,1,5,b").warnings).toEqual([
    expect.stringMatching(/^1 rows have no name or total time/),
  ]);
});
