import { describe, expect, it } from "vitest";
import { cellsToRun } from "../../../src/model/live/cells.ts";
import {
  listingOfModel,
  MOST_INPUT_BYTES,
  seededRequest,
  specsOf,
  symbolsOf,
} from "../../../src/model/live/own-model.ts";
import { DEVICE, LISTING } from "../../fixtures/live.ts";

const signature = {
  inputs: [
    { name: "ids", type: "int64", dims: ["batch", "length"] },
    { name: "image", type: "float32", dims: ["batch", 3, "", 2] },
  ],
  outputs: [{ name: "score", type: "float32", dims: ["batch", 1] }],
};

describe("a model of the reader's own", () => {
  it("is asked for each dimension that is the caller's once, and takes 1 where none is given", () => {
    expect(symbolsOf(signature)).toEqual(["batch", "length", "image[2]"]);
    const specs = specsOf(signature, { batch: 2, "image[2]": 4 });
    expect(specs).toMatchObject({ state: "found", inputs: [{ dims: [2, 1] }, { dims: [2, 3, 4, 2] }] });
  });

  it("is refused with types that a page cannot give, and with inputs that are too large", () => {
    const half = { ...signature, inputs: [{ name: "x", type: "float64", dims: [1] }] };
    expect(specsOf(half, {})).toMatchObject({ state: "not", reason: expect.stringContaining("float64") });
    const huge = specsOf(signature, { batch: MOST_INPUT_BYTES });
    expect(huge).toMatchObject({ state: "not", reason: expect.stringContaining("at most 256") });
  });

  it("gets inputs of its shapes: 0 or 1, or from 0 to 1, the same each time", () => {
    const specs = specsOf(signature, { batch: 2, length: 3 });
    if (specs.state === "not") throw new Error(specs.reason);
    const bytes = seededRequest(specs.inputs);
    expect(bytes.length).toBe(6 * 8 + 2 * 3 * 1 * 2 * 4);
    const ids = new BigInt64Array(bytes.buffer, 0, 6);
    expect([...ids].every((id) => id === 0n || id === 1n)).toBe(true);
    expect([...new Float32Array(bytes.buffer, 48)].every((x) => x >= 0 && x < 1)).toBe(true);
    expect(seededRequest(specs.inputs)).toEqual(bytes);
  });

  it("runs on the shipped engines by addresses of its own, and is compared with nothing but itself", () => {
    const listing = {
      ...LISTING,
      ownModel: { inspect: "i.js", workers: [{ target: "page-threads", worker: "files/own.js" }] },
    };
    const own = listingOfModel(listing, {
      ...{ name: "m.onnx", bytes: 10, sha256: "0".repeat(64), inputs: [], outputs: ["score"] },
      places: {
        payloadPath: "blob:http://host/1",
        assetsPath: "blob:http://host/2",
        modelPath: "blob:http://host/3",
      },
    });
    const chosen = own.workloads[0]!.cells.map(({ target }) => ({ workload: "own-model", target }));
    expect(cellsToRun(own, chosen, DEVICE, "http://host/_live/")).toMatchObject([
      {
        worker: "http://host/_live/files/own.js",
        reference: null,
        job: { threads: 4, models: [{ path: "blob:http://host/3" }] },
      },
    ]);
  });
});
