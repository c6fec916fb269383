import { describe, expect, it } from "vitest";
import { withOneCall } from "../../loaders/glue/host.ts";

function hostOf() {
  const did: string[] = [];
  let result = new Float32Array();
  let payload = new Uint8Array();
  const host = withOneCall([{ dims: [1, 2] }, { dims: [] }], {
    request: (bytes) => {
      payload = new Uint8Array(bytes);
      return payload;
    },
    preprocess: () => {
      if (payload.length === 0) throw new Error("expected a byte, found none");
      did.push("preprocess");
    },
    tensors: () => [Float32Array.of(payload[0]!, 2), BigInt64Array.of(3n)],
    acceptOutputs: ([output]) => {
      did.push("acceptOutputs");
      result = output as Float32Array<ArrayBuffer>;
    },
    postprocess: () => did.push("postprocess"),
    result: () => result,
  });
  return { host, did };
}

describe("glue that calls its model once", () => {
  it("asks for one call of each request, with the shapes that the model declares", () => {
    const { host, did } = hostOf();
    for (const first of [5, 6]) {
      host.request(1).fill(first);
      host.start();
      expect(host.call()).toEqual({
        model: 0,
        inputs: [
          { data: Float32Array.of(first, 2), dims: [1, 2] },
          { data: BigInt64Array.of(3n), dims: [] },
        ],
      });
      host.acceptOutputs([Float32Array.of(first / 10)]);
      host.resume();
      expect(host.call()).toBeNull();
      expect(host.result()).toEqual(Float32Array.of(first / 10));
    }
    const once = ["preprocess", "acceptOutputs", "postprocess"];
    expect(did).toEqual([...once, ...once]);
  });

  it("asks for none of a request that was refused", () => {
    const { host } = hostOf();
    host.request(0);
    expect(() => host.start()).toThrow("expected a byte, found none");
    expect(host.call()).toBeNull();
  });
});
