import { describe, expect, it } from "vitest";
import { planBatch } from "../../loaders/models/batched-model.ts";
import { OnnxGraph } from "../../loaders/models/onnx.ts";
import { readSignature } from "../../loaders/models/onnx-signature.ts";

const float = (name: string, ...dims: number[]) => ({ name, type: "float32" as const, dims });

/** A picture with a factor of its own, cut into rows by a shape that stands in the file. */
function model(): Uint8Array {
  const graph = new OnnxGraph("small");
  const scaled = graph.node("Mul", [
    graph.input("picture", "float32", [1, 3, 4, 4]),
    graph.input("gain", "float32", [1]),
  ]);
  graph.node("Reshape", [scaled, graph.ints("rows", [1, 12, 4])], {}, "cut");
  // Equal numbers that are no shape stay what they are.
  graph.node("Slice", ["cut", graph.ints("first", [1]), graph.ints("end", [3])], {}, "part");
  graph.output("part", [1, 2, 4]);
  return graph.encode();
}

describe("a model for many requests", () => {
  it("has its first dimensions left open, and a request's own number in as many as its tensor", () => {
    const { dims, encode } = planBatch(model(), [float("picture", 1, 3, 4, 4), float("gain", 1)]);
    expect(dims).toEqual([
      [1, 3, 4, 4],
      [1, 1, 1, 1],
    ]);
    const { inputs, outputs } = readSignature(encode());
    expect(inputs.map(({ dims }) => dims)).toEqual([
      ["requests", 3, 4, 4],
      ["requests", 1, 1, 1],
    ]);
    expect(outputs.map(({ dims }) => dims)).toEqual([["requests", 2, 4]]);
  });

  it("differs from the one for single requests in shapes alone", () => {
    const [before, after] = [model(), planBatch(model(), [float("picture", 1, 3, 4, 4)]).encode()];
    const at = (bytes: Uint8Array, name: string, values: bigint[]) =>
      Buffer.from(bytes).includes(Buffer.from(new BigInt64Array(values).buffer)) && name;
    expect(at(before, "rows", [1n, 12n, 4n])).toBe("rows");
    expect(at(after, "rows", [0n, 12n, 4n])).toBe("rows");
    expect(at(after, "first", [1n])).toBe("first");
  });

  it("is refused where all requests of a call share one number", () => {
    expect(() => planBatch(model(), [float("picture", 1, 3, 4, 4), float("gain")])).toThrow(
      'its input "gain" is one number for all requests of a call',
    );
  });
});
