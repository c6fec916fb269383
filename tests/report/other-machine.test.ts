import { describe, expect, it } from "vitest";
import { otherMachine } from "../../src/report/other-machine.ts";

const gpu = {
  name: "NVIDIA L4",
  driver: "550.54.15",
  memoryBytes: 24 * 2 ** 30,
  clockMhz: null,
  memoryClockMhz: null,
  powerLimitWatts: null,
  mig: null,
  pcie: null,
};
const run = (gpus?: (typeof gpu)[]) => ({
  startedAt: "2026-11-27T13:00:00.000Z",
  environment: { cpuModel: "AMD EPYC", cores: 16, memoryBytes: 64 * 2 ** 30, ...(gpus ? { gpus } : {}) },
});

describe("what was measured on another machine", () => {
  it("is labelled with its date and the machine, GPUs first and counted", () => {
    expect(otherMachine(run([gpu, gpu]))).toBe(
      "Measured on another machine on 2026-11-27: two NVIDIA L4 (24.0 GiB), AMD EPYC, 16 cores, 64.0 GiB",
    );
    expect(otherMachine(run())).toBe(
      "Measured on another machine on 2026-11-27: AMD EPYC, 16 cores, 64.0 GiB",
    );
  });
});
