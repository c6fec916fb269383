import { describe, expect, it } from "vitest";
import {
  joinedFused,
  largestOperators,
  operatorFinding,
  type ProfiledTarget,
} from "../../src/report/operators.ts";
import { target } from "../fixtures/run.ts";

const time = (operator: string, ms: number) => ({ operator, ms, calls: 1 });
const profiled = (id: string, operators: ReturnType<typeof time>[]): ProfiledTarget => ({
  target: target(id),
  engine: {
    state: "profiled",
    inflation: 0,
    kernelShare: 1,
    schedulingShare: 0,
    marshallingShare: 0,
    operators: joinedFused(operators),
  },
});

const NATIVE = profiled("native", [time("Conv", 7), time("ReorderOutput", 1)]);
const WASM = profiled("wasm", [time("FusedConv", 40), time("Conv", 5), time("Flatten", 2)]);

describe("operators side by side", () => {
  it("count a fused operator as what it extends, and nothing else", () => {
    expect(WASM.engine.operators).toEqual([{ operator: "Conv", ms: 45, calls: 2 }, time("Flatten", 2)]);
    expect(joinedFused([time("Fused", 1), time("FusedMatMul", 2)]).map(({ operator }) => operator)).toEqual([
      "MatMul",
      "Fused",
    ]);
  });

  it("are the largest of any target, not of one", () => {
    expect(largestOperators([NATIVE, WASM], 2)).toEqual(["Conv", "Flatten"]);
  });

  it("say on which target the largest takes longest", () => {
    expect(operatorFinding([NATIVE, WASM], NATIVE)).toMatch(/^Conv takes 88 % .* 6\.4 times as long on/);
  });
});
