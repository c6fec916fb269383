import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registerMeasure } from "../../loaders/commands/measure.ts";
import type { MeasureJson } from "../../loaders/commands/measure-report.ts";
import { float16Of } from "../../loaders/engines/ort.ts";
import { type NpyArray, readNpy } from "../../loaders/models/npy.ts";
import { OnnxGraph } from "../../loaders/models/onnx.ts";
import { readSignature } from "../../loaders/models/onnx-signature.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { createGlue } from "../../loaders/workloads/model-alone/glue.ts";
import { type Given, modelInputs } from "../../loaders/workloads/model-alone/inputs.ts";
import { requestOf, writeLayout } from "../../src/model/model-alone/layout.ts";
import { summarise } from "../../src/model/summarise.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import {
  bytesOf,
  elementsOf,
  TENSOR_TYPES,
  type TensorSpec,
  type TensorType,
} from "../../src/model/tensor-spec.ts";
import { quantisedPair } from "../../src/report/quantised.ts";
import { inProcess } from "../commands/in-process.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();
lendCache(home);
mkdirSync(join(home, "work"));
const file = (name: string, bytes: Uint8Array): string => {
  const path = join(home, "work", name);
  writeFileSync(path, bytes);
  return path;
};

/** Of ids up to 11 and a named length: rows of a table, and twice them. */
function ownModel(): Uint8Array {
  const graph = new OnnxGraph("ids");
  const ids = graph.input("ids", "int64", ["batch", "seq"]);
  const rows = graph.node("Gather", [graph.weight("table", [11, 4], 0.5), ids]);
  graph.node("Add", [rows, rows], {}, "twice");
  graph.node("Identity", [rows], {}, "once");
  graph.output("twice", ["batch", "seq", 4]);
  graph.output("once", ["batch", "seq", 4]);
  return graph.encode();
}
const signature = readSignature(ownModel());
const NOTHING = new Map<string, Given>();

/** A one-dimensional array as numpy saves it. */
function npy(code: string, dims: readonly number[], data: Uint8Array): Uint8Array {
  const header = `{'descr': '${code}', 'fortran_order': False, 'shape': (${dims.join(", ")},), }`.padEnd(
    117,
    " ",
  );
  const head = [0x93, ...Buffer.from("NUMPY"), 1, 0, header.length + 1, 0];
  return Uint8Array.from([...head, ...Buffer.from(`${header}\n`), ...data]);
}

describe("what a model says of itself", () => {
  it("is read without running it: types, open dimensions, operators, weights, how many ids there are", () => {
    expect(signature.inputs).toEqual([{ name: "ids", type: "int64", dims: ["batch", "seq"] }]);
    expect(signature.outputs.map(({ name }) => name)).toEqual(["twice", "once"]);
    expect(Object.fromEntries(signature.operators)).toEqual({ Gather: 1, Add: 1, Identity: 1 });
    expect(signature.parameters).toBe(44);
    expect(signature.vocabulary.get("ids")).toBe(11);
    expect(signature.externalFiles).toEqual([]);
  });

  it("is nothing in a file that is cut off or is none, whatever the bytes are", () => {
    const whole = ownModel();
    expect(() => readSignature(whole.subarray(0, whole.length - 5))).toThrowError(/cut off|no ONNX model/);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readSignature(bytes);
        } catch (error) {
          expect((error as Error).message).toMatch(/no ONNX model|no graph/);
        }
      }),
    );
  });
});

describe("the inputs of a model alone", () => {
  it("are seeded within what is valid, and what was chosen is said", () => {
    const { specs, bytes, chosen } = modelInputs(signature, {}, NOTHING);
    expect(chosen).toEqual(["batch = 1", "seq = 128"]);
    expect(specs).toEqual([{ name: "ids", type: "int64", dims: [1, 128] }]);
    const ids = [...new BigInt64Array(bytes[0]!.buffer)].map(Number);
    expect(Math.min(...ids)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...ids)).toBeLessThan(11);
    expect(new Set(ids).size).toBeGreaterThan(5);
  });

  it("take dimensions by name; all that are missing are named at once, with the option", () => {
    const open = { ...signature, inputs: [{ name: "x", type: "float32", dims: ["", "rows", ""] }] };
    expect(() => modelInputs(open, {}, NOTHING)).toThrowError(/rows, x\[2\].*--dim rows=<n> x\[2\]=<n>/);
    expect(modelInputs(open, { rows: 3, "x[2]": 5 }, NOTHING).specs[0]!.dims).toEqual([1, 3, 5]);
    expect(() => modelInputs(signature, { sq: 4 }, NOTHING)).toThrowError(
      /no dimension "sq".* did you mean seq\?/,
    );
  });

  it("take an array of the right type and shape, which says the open dimensions, or one value", () => {
    const array = (type: TensorType, dims: number[]): Given => ({
      kind: "array",
      array: { type, dims, bytes: new Uint8Array(bytesOf({ type, dims })) },
      from: "x.npy",
    });
    const given = new Map([["ids", array("int64", [2, 7])]]);
    expect(modelInputs(signature, {}, given).specs[0]!.dims).toEqual([2, 7]);
    const wrong = new Map([["ids", array("float32", [2, 7])]]);
    expect(() => modelInputs(signature, {}, wrong)).toThrowError(
      'x.npy holds float32 [2,7], and the input "ids" takes int64 [2,7]',
    );
    const value = modelInputs(signature, {}, new Map([["ids", { kind: "value", value: 3 }]]));
    expect([...new BigInt64Array(value.bytes[0]!.buffer)].every((id) => id === 3n)).toBe(true);
    expect(() => modelInputs(signature, {}, new Map([["idz", { kind: "value", value: 3 }]]))).toThrowError(
      /no input "idz"; it has ids/,
    );
  });

  it("are read from numpy's files, and a file that is cut off says so", () => {
    const data = Uint8Array.from([1, 0, 0, 0, 2, 0, 0, 0]);
    const read: NpyArray = readNpy(npy("<i4", [2], data), "x.npy");
    expect(read).toMatchObject({ type: "int32", dims: [2] });
    expect([...read.bytes]).toEqual([...data]);
    expect(() => readNpy(npy("<i4", [3], data), "x.npy")).toThrowError(
      /12 bytes for its shape \[3\], and holds 8/,
    );
    expect(() => readNpy(npy("<f8", [1], data), "x.npy")).toThrowError(/elements of <f8; allowed are <f4/);
    expect(() => readNpy(data, "x.npy")).toThrowError("no .npy file");
  });

  it("lie in the request where the glue finds them, each at a multiple of 16 bytes", () => {
    const types = Object.keys(TENSOR_TYPES) as TensorType[];
    const spec = fc.record({
      name: fc.constant("x"),
      type: fc.constantFrom(...types),
      dims: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(spec, { minLength: 1, maxLength: 5 }), (specs: TensorSpec[]) => {
        const bytes = specs.map((one, i) => new Uint8Array(bytesOf(one)).fill(i + 1));
        const tensors = createGlue(writeLayout(specs)).preprocess(requestOf(specs, bytes));
        for (const [i, tensor] of tensors.entries()) {
          expect(tensor.length).toBe(elementsOf(specs[i]!));
          expect(tensor.byteOffset % 16).toBe(0);
          expect(new Uint8Array(tensor.buffer, tensor.byteOffset, tensor.byteLength)).toEqual(bytes[i]);
        }
      }),
    );
  });

  it("read half floats", () => {
    expect([0x3c00, 0xc000, 0x7c00, 0x0001].map(float16Of)).toEqual([
      1,
      -2,
      Number.POSITIVE_INFINITY,
      2 ** -24,
    ]);
  });
});

describe("a model with smaller weights", () => {
  it("is held against the one it was made from: size, outputs, and each target's time", () => {
    const cells = (ms: number) => [
      { state: "measured", target: "js", p50Ms: { value: ms, low: ms * 0.95, high: ms * 1.05 } },
    ];
    const model = (bytes: number) => ({ bytes });
    const summary = {
      targets: [{ id: "js", title: "JavaScript" }],
      workloads: [
        { id: "onnx-a", model: model(4 << 20), cells: cells(20) },
        {
          ...{ id: "onnx-a-int8", model: model(1 << 20), cells: cells(10) },
          variant: { of: "onnx-a", weights: "int8", maxAbsError: 0.5, maxAbs: 10 },
        },
      ],
    } as unknown as MeasuredSummary;
    for (const workload of summary.workloads)
      expect(quantisedPair(workload, summary)).toEqual({
        finding:
          "With int8 weights the model is 1.0 MiB instead of 4.0 MiB, and an output changes by at most 5 % of the largest",
        rows: [{ target: "JavaScript", before: "20.0 ms", after: "10.0 ms", change: "2 times as fast" }],
      });
    expect(
      quantisedPair(summary.workloads[0]!, { ...summary, workloads: summary.workloads.slice(0, 1) }),
    ).toBeNull();
  });
});

describe("portolan measure --onnx", () => {
  const measured = (...args: string[]) =>
    inProcess(registerMeasure, ["measure", "--seed", "1", "--target", "js", "wasm", "--json", ...args]);

  it("measures a model of which nothing else is known on every engine, and compares what comes out", async () => {
    const path = file("Ids & rows.onnx", ownModel());
    const { code, stdout, stderr } = await measured("--onnx", path, "--dim", "seq=9");
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("Dimensions that nobody said: batch = 1");
    const json = JSON.parse(stdout) as MeasureJson;
    const { run } = readRunFile(json.path);
    expect(run.header.workloads).toMatchObject([
      { id: "onnx-ids-rows", title: "Ids & rows", sizeLabel: "ids [1, 9]" },
    ]);
    const { cells } = summarise(run).workloads[0]!;
    const states = Object.fromEntries(cells.map((cell) => [cell.target, cell.state]));
    expect(states.js).toBe("measured");
    expect(["measured", "unavailable"]).toContain(states.wasm);
    const outcome = run.outcomes.find(({ target }) => target === "js")!;
    // 9 ids in, and 2 × 9 × 4 floats out.
    expect(outcome.agreement).toMatchObject({ compared: 72 });
  });

  it("says in one line what is wrong with a file or an option", async () => {
    const path = file("ids.onnx", ownModel());
    const broken = file("broken.onnx", ownModel().subarray(0, 60));
    const said = async (...args: string[]) => {
      const { code, stderr } = await measured(...args);
      expect(code).toBe(1);
      return stderr;
    };
    expect(await said("--onnx", broken)).toMatch(/broken\.onnx is no ONNX model that can be read: .*cut off/);
    expect(await said("--onnx", path, "--size", "small")).toMatch(
      /--size is of the workloads: leave one of them out/,
    );
    expect(await said("--dim", "seq=2")).toMatch(/--dim is of a model alone: name it with --onnx/);
    expect(await said("--onnx", path, "--input", "ids=99")).toMatch(/the model does not run: .*indices/i);
    const graph = new OnnxGraph("nan");
    graph.node("Log", [graph.input("x", "float32", [4])], {}, "y");
    graph.output("y", [4]);
    const nan = file("nan.onnx", graph.encode());
    expect(await said("--onnx", nan, "--input", "x=-1")).toMatch(/4 of the 4 numbers .* are NaN or infinite/);
    expect(await said("--onnx", join(home, "absent.onnx"))).toMatch(/there is no model file .*absent\.onnx/);
  });
});
