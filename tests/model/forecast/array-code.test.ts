import { describe, expect, it } from "vitest";
import { arrayCode, type CodeNode } from "../../../src/model/forecast/array-code.ts";

const ROOT: CodeNode = { parent: -1, name: "", file: null, destination: "unattributed", selfMs: 0 };
const UMATH = "/site-packages/numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so";
const OPENBLAS = "/site-packages/numpy.libs/libscipy_openblas64_-32a4b2a6.so";

/** A tree of its root and these nodes; a node's parent is an index into the whole list. */
function codeOf(...nodes: Partial<CodeNode>[]) {
  return arrayCode([
    ROOT,
    ...nodes.map((node) => ({
      parent: 0,
      name: "f",
      file: null,
      destination: "compute" as const,
      selfMs: 10,
      ...node,
    })),
  ]);
}

describe("array code", () => {
  it("is told by its library's file, on every system, and by bucket", () => {
    expect(codeOf({ name: "DOUBLE_add", file: UMATH }).vectorisedMs).toEqual({ interpreter: 0, compute: 10 });
    const windows = "C:\\venv\\numpy\\_core\\_multiarray_umath.pyd";
    expect(codeOf({ file: windows, destination: "interpreter" }).vectorisedMs.interpreter).toBe(10);
    expect(codeOf({ file: "/opt/mynumpy/lib.so" }).vectorisedMs.compute).toBe(0);
  });

  it("is told by a builtin's name where it has no file", () => {
    for (const [name, file] of [
      ["<built-in method numpy.where>", null],
      ["{method 'reduce' of 'numpy.ufunc' objects}", "~"],
    ] as const) {
      expect(codeOf({ name, file }).vectorisedMs.compute, name).toBe(10);
    }
  });

  it("hands down to the compiled code that it calls, up to the next Python code", () => {
    const { vectorisedMs } = codeOf(
      { file: UMATH },
      { parent: 1, name: "expf", file: "/lib/libm.so.6" },
      { parent: 1, name: "callback", file: "app.py", destination: "interpreter" },
      { parent: 3, name: "conv", file: "/onnxruntime/capi/onnxruntime_pybind11_state.so" },
    );
    expect(vectorisedMs).toEqual({ interpreter: 0, compute: 20 });
  });

  it("leaves matrix products, and what they call, to the engine's ratio", () => {
    const { vectorisedMs, arraysOnly } = codeOf(
      { file: UMATH, selfMs: 1 },
      { parent: 1, name: "dgemm_kernel", file: OPENBLAS },
      { parent: 2, name: "[libc.so.6]", file: "/lib/libc.so.6" },
    );
    expect(vectorisedMs.compute).toBe(1);
    expect(arraysOnly).toBe(true);
  });

  it("counts a library's Python code only where it is billed for its compiled code", () => {
    const file = "/site-packages/numpy/_core/fromnumeric.py";
    expect(codeOf({ file }).vectorisedMs).toEqual({ interpreter: 0, compute: 10 });
    expect(codeOf({ file, destination: "interpreter" }).vectorisedMs.interpreter).toBe(0);
  });
});

describe("a profile without a model engine", () => {
  const engine = { name: "Conv", file: "/onnxruntime/capi/onnxruntime_pybind11_state.so" };

  it("has compute, and all of it but a stray frame in array libraries", () => {
    expect(codeOf({ file: UMATH }).arraysOnly).toBe(true);
    expect(codeOf({ file: UMATH, selfMs: 1_000 }, { selfMs: 2 }).arraysOnly).toBe(true);
    expect(codeOf({ file: UMATH }, engine).arraysOnly).toBe(false);
    expect(codeOf({ file: UMATH, destination: "interpreter" }).arraysOnly).toBe(false);
    expect(codeOf().arraysOnly).toBe(false);
  });
});
