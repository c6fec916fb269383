import { readFileSync } from "node:fs";
import type { PyodideInterface } from "pyodide";
import type { WorkerContext } from "../worker/main.ts";
import type { Tensor } from "../workloads/workload.ts";
import type { GlueHost } from "./host.ts";

// The Python side of the boundary: glue.py itself never knows that it runs in Pyodide.
const BRIDGE = `
import glue

_payload = b""
_tensors = []
_outputs = []
_result = None

def init(assets):
    glue.init(assets.to_bytes())

def accept(payload):
    global _payload
    _payload = payload.to_bytes()

def preprocess():
    global _tensors
    _tensors = glue.preprocess(_payload)

def tensor(i):
    return _tensors[i]

def accept_outputs(outputs):
    global _outputs
    _outputs = [memoryview(o.to_bytes()).cast("f") for o in outputs]

def postprocess():
    global _result
    _result = glue.postprocess(_outputs)

def result():
    return _result
`;

interface Bridge {
  init(assets: Uint8Array): void;
  accept(payload: Uint8Array): void;
  preprocess(): void;
  tensor(i: number): PyBufferSource;
  accept_outputs(outputs: readonly Uint8Array[]): void;
  postprocess(): void;
  result(): PyBufferSource;
}

interface PyBufferSource {
  getBuffer(type?: string): { readonly data: ArrayBufferView; release(): void };
  destroy(): void;
}

/** The workload's Python glue in Pyodide. Data is copied into and out of CPython's heap at every hand-over. */
export async function openPyodideGlue({ job, clock }: WorkerContext): Promise<GlueHost> {
  const pyodide: PyodideInterface = await clock.import(async () => {
    const { loadPyodide } = await import("pyodide");
    return loadPyodide();
  });
  const bridge = await clock.import(async () => {
    pyodide.FS.writeFile("/home/pyodide/glue.py", readFileSync(job.artefacts.glue!));
    pyodide.FS.writeFile("/home/pyodide/bridge.py", BRIDGE);
    return pyodide.pyimport("bridge") as Bridge;
  });
  bridge.init(plainBytes(readFileSync(job.assetsPath)));
  return {
    accept: (payload) => bridge.accept(plainBytes(payload)),
    preprocess: () => bridge.preprocess(),
    tensors: () => job.inputs.map((spec, i) => copyOut(bridge.tensor(i), spec.type) as Tensor),
    acceptOutputs: (outputs) => bridge.accept_outputs(outputs.map(plainBytes)),
    postprocess: () => bridge.postprocess(),
    result: () => copyOut(bridge.result(), "float32") as Float32Array,
  };
}

/** Pyodide knows typed arrays but not Node's Buffer, which is one. The view copies nothing. */
function plainBytes(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function copyOut(source: PyBufferSource, type: "float32" | "int64"): Float32Array | BigInt64Array {
  const buffer = source.getBuffer(type === "int64" ? "i64" : "f32");
  try {
    const { data } = buffer;
    // The view lies in Pyodide's heap, which may move when it grows: the engine gets its own copy.
    const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer;
    return type === "int64" ? new BigInt64Array(bytes) : new Float32Array(bytes);
  } finally {
    buffer.release();
    source.destroy();
  }
}
