import { describe, expect, it } from "vitest";
import type { OrtEvent } from "../../../../src/model/traces/timeline/ort-events.ts";
import { OrtOperators } from "../../../../src/model/traces/timeline/ort-operators.ts";

function kernel(operator: string, shapes: OrtEvent["shapes"] = null): OrtEvent {
  const span = { pid: 1, tid: 1, startUs: 0, endUs: 2_000 };
  return { cat: "Node", name: `${operator}_kernel_time`, provider: null, operator, shapes, ...span };
}

const shape = (channels: number) => `1,${channels},360,640`;
const between = (from: number, to: number) => ({ from: shape(from), to: shape(to) });

function namesOf(...events: readonly OrtEvent[]): string[] {
  const names: string[] = [];
  const operators = new OrtOperators((operator, ms) => {
    expect(ms).toBe(2);
    names.push(operator);
  });
  for (const event of events) operators.take(event);
  operators.end();
  return names;
}

describe("kernels of ONNX Runtime", () => {
  it("are named by operator, convolutions to fewer than eight channels apart", () => {
    expect(
      namesOf(
        kernel("Mul"),
        kernel("Conv", between(3, 3)),
        kernel("FusedConv", between(3, 16)),
        kernel("Conv", between(32, 7)),
        kernel("Conv", between(32, 8)),
      ),
    ).toEqual(["Mul", "Conv of few channels", "FusedConv", "Conv of few channels", "Conv"]);
  });

  it.each([8, 16])("see through %i channels that the engine padded to, where it drops them", (block) => {
    expect(namesOf(kernel("Conv", between(3, block)), kernel("ReorderOutput", between(block, 3)))).toEqual([
      "Conv of few channels",
      "ReorderOutput of few channels",
    ]);
    expect(
      namesOf(kernel("Conv", between(3, block)), kernel("ReorderOutput", between(block, block))),
    ).toEqual(["Conv", "ReorderOutput"]);
  });

  it("take no padding from what reorders something else", () => {
    const other = { from: "1,16,90,160", to: "1,3,90,160" };
    expect(namesOf(kernel("Conv", between(3, 16)), kernel("ReorderOutput", other))).toEqual([
      "Conv",
      "ReorderOutput of few channels",
    ]);
  });

  it("judge what reorders inputs by what comes in", () => {
    expect(namesOf(kernel("ReorderInput", between(3, 8)), kernel("ReorderInput", between(16, 16)))).toEqual([
      "ReorderInput of few channels",
      "ReorderInput",
    ]);
  });

  it("keep the operator's name where no shape is said", () => {
    expect(namesOf(kernel("Conv"), kernel("ReorderOutput"))).toEqual(["Conv", "ReorderOutput"]);
  });

  it("do not count twice what runs within a branch", () => {
    const at = (operator: string, startUs: number, endUs: number): OrtEvent => ({
      ...kernel(operator),
      startUs,
      endUs,
    });
    const sums = new Map<string, number>();
    const operators = new OrtOperators((operator, ms) => sums.set(operator, (sums.get(operator) ?? 0) + ms));
    // As the engine writes them: the outer ones last.
    for (const event of [
      at("Mul", 0, 10_000),
      at("Add", 21_000, 23_000),
      at("LSTM", 24_000, 30_000),
      at("If", 20_000, 31_000),
      at("If", 19_000, 33_000),
      at("Mul", 33_000, 34_000),
    ])
      operators.take(event);
    operators.end();
    expect(Object.fromEntries(sums)).toEqual({ Mul: 11, Add: 2, LSTM: 6, If: 6 });
    expect([...sums.values()].reduce((all, ms) => all + ms, 0)).toBe(25);
  });
});
