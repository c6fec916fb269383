import { describe, expect, it } from "vitest";
import { gpuAccounts } from "../../src/model/gpu-account.ts";
import {
  gpuFinding,
  gpuParts,
  gpuRuleSentence,
  noGpuSentence,
  turnSentence,
} from "../../src/report/gpu-account.ts";
import { gpuRun } from "../fixtures/gpu-run.ts";

const accountsOf = (of: Parameters<typeof gpuRun>[0]) => {
  const summary = gpuRun(of);
  return gpuAccounts(summary.workloads[0]!, summary);
};

describe("a model's call on a page's GPU", () => {
  // A call of 10 ms: 2 move, 8 compute, of which 60 × .05 = 3 launch; Wasm takes 8.
  const [account] = accountsOf({ gpuMs: 20, wasmMs: 16 }).accounts;

  it("is told apart into launching, computing beyond it, and moving tensors", () => {
    expect(account!.callMs).toBeCloseTo(10, 1);
    expect(account!.parts!.moveMs).toBeCloseTo(2, 1);
    expect(account!.launch).toMatchObject({ kernels: 60 });
    expect(account!.launch!.perKernelMs).toBeCloseTo(0.05);
    expect(account!.launch!.ms).toBeCloseTo(3);
    const parts = gpuParts(account!);
    expect(parts.map(({ part }) => part).slice(0, 3)).toEqual([
      "Launching kernels",
      "Computing beyond that",
      "Upload and reading back",
    ]);
    expect(parts[0]!.from).toMatch(/^60 kernels, .* × 50 µs/);
    expect(parts.map(({ share }) => share)).toEqual(["30 %", "50 %", "20 %", "once"]);
    expect(gpuFinding(account!)).toMatch(
      /^On nvidia ampere, “Page, GPU” takes 10 ms .* 1\.3 times as long as “Page, Wasm” with 8\.0 ms/,
    );
  });

  it("turns where what is fixed is paid for by what computes faster", () => {
    // Fixed are 3 + .1 + .3; 6.6 grow, where Wasm has 8: 3.4 / 1.4.
    expect(account!.turn.state).toBe("at");
    expect(account!.turn).toMatchObject({ times: expect.closeTo(3.4 / 1.4, 1) });
    expect(turnSentence(account!)).toMatch(/With about 2\.4 times the work/);
  });

  it("has no such point where it is faster already, or where nothing here tells it", () => {
    const only = (of: Parameters<typeof gpuRun>[0]) => accountsOf(of).accounts[0]!;
    expect(only({ gpuMs: 10, wasmMs: 16 }).turn.state).toBe("faster");
    expect(gpuFinding(only({ gpuMs: 10, wasmMs: 16 }))).toContain("1.6 times faster than");
    const slow = only({ gpuMs: 40, wasmMs: 16 });
    expect(slow.turn.state).toBe("unsaturated");
    expect(turnSentence(slow)).toContain("is not known");
    const unmeasured = only({ gpuMs: 20, wasmMs: 16, dispatchMs: null });
    expect(unmeasured.launch).toBeNull();
    expect(turnSentence(unmeasured)).toContain(
      "not known: this run does not tell what launching a kernel costs",
    );
  });

  it("is held against the rule that a GPU pays where compute dominates", () => {
    const said = (of: Parameters<typeof gpuRun>[0]) => gpuRuleSentence(accountsOf(of).accounts[0]!);
    // Half of a request is compute, which does not dominate.
    expect(said({ gpuMs: 20, wasmMs: 16 })).toMatch(
      /It is 50 % of a request on “Page, Wasm”, so a GPU should not pay here\. A whole request takes 20 ms instead of 16 ms: the rule holds\.$/,
    );
    expect(said({ gpuMs: 10, wasmMs: 16 })).toMatch(/the rule does not hold\.$/);
    expect(said({ gpuMs: 16, wasmMs: 16 })).toMatch(/cannot tell apart: it does not test the rule\.$/);
  });

  it("is no finding on software that imitates a GPU, nor where there is none", () => {
    const { accounts, imitated } = accountsOf({ gpuMs: 20, wasmMs: 16, software: true });
    expect(accounts).toEqual([]);
    expect(noGpuSentence(imitated)).toMatch(/^There is no GPU here: nvidia ampere imitates one/);
    expect(noGpuSentence(imitated)).toContain("shows that the path works");
    const late = imitated.map((one) => ({ ...one, answered: false }));
    expect(noGpuSentence(late)).not.toContain("path works");
    expect(noGpuSentence([])).toContain("npx portolan measure --set browser");
  });
});
