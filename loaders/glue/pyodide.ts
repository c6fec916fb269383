import type { PyodideInterface } from "pyodide";
import type { WorkerContext } from "../worker/main.ts";
import { bytesOf, type Tensor, type TensorSpec } from "../workloads/workload.ts";
import type { GlueHost } from "./host.ts";

// The Python side of the boundary: glue.py itself never knows that it runs in Pyodide.
const BRIDGE = `
import glue

_payload = bytearray()
_tensors = []
_outputs = []
_result = None

def init(assets):
    glue.init(assets.to_bytes())

def request(size):
    global _payload
    _payload = bytearray(size)
    return _payload

def preprocess():
    global _tensors
    _tensors = glue.preprocess(_payload)

def tensor(i):
    return _tensors[i]

def output(size):
    memory = bytearray(size)
    _outputs.append(memoryview(memory).cast("f"))
    return memory

def postprocess():
    global _result
    _result = glue.postprocess(_outputs)

def result():
    return _result
`;

interface Bridge {
  init(assets: Uint8Array): void;
  /** Memory for a request of so many bytes. */
  request(size: number): PyBufferSource;
  preprocess(): void;
  tensor(i: number): PyBufferSource;
  /** Memory for the next of the model's outputs, in order. */
  output(size: number): PyBufferSource;
  postprocess(): void;
  result(): PyBufferSource;
}

interface PyBufferSource {
  getBuffer(type?: string): { readonly data: ArrayBufferView; release(): void };
  destroy(): void;
}

/** The workload's Python glue in Pyodide. Requests and outputs are written into CPython's heap, the rest is read there. */
export async function openPyodideGlue({ job, clock, read }: WorkerContext): Promise<GlueHost> {
  const pyodide: PyodideInterface = await clock.import(async () => {
    const { loadPyodide } = await import("pyodide");
    return loadPyodide();
  });
  const bridge = await clock.import(async () => {
    pyodide.FS.writeFile("/home/pyodide/glue.py", await read(job.artefacts.glue!));
    pyodide.FS.writeFile("/home/pyodide/bridge.py", BRIDGE);
    return pyodide.pyimport("bridge") as Bridge;
  });
  const assets = await read(job.assetsPath);
  // Pyodide knows typed arrays but not Node's Buffer, which is one. The view copies nothing.
  bridge.init(new Uint8Array(assets.buffer, assets.byteOffset, assets.length));
  const outputs = job.outputs.map((spec) => new HeapBytes(bridge.output(bytesOf(spec))));
  let payload = new HeapBytes(bridge.request(0));
  return {
    request: (bytes) => {
      if (payload.view.length !== bytes) payload = new HeapBytes(bridge.request(bytes));
      return payload.view;
    },
    preprocess: () => bridge.preprocess(),
    tensors: () => job.inputs.map(({ type }, i) => passing(bridge.tensor(i), type) as Tensor),
    acceptOutputs: (arrays) => {
      for (const [i, { buffer, byteOffset, byteLength }] of arrays.entries())
        outputs[i]!.view.set(new Uint8Array(buffer, byteOffset, byteLength));
    },
    postprocess: () => bridge.postprocess(),
    result: () => passing(bridge.result(), "float32") as Float32Array,
  };
}

/** A bytearray that Python keeps, seen from here. */
class HeapBytes {
  readonly #source: PyBufferSource;
  #view: Uint8Array;

  constructor(source: PyBufferSource) {
    this.#source = source;
    this.#view = viewOf(source, "u8") as Uint8Array;
  }

  get view(): Uint8Array {
    // A heap that has grown leaves its old views with nothing.
    if (this.#view.length === 0) this.#view = viewOf(this.#source, "u8") as Uint8Array;
    return this.#view;
  }
}

/** What Pyodide calls a view of each type's elements. */
const VIEWS = {
  float32: "f32",
  uint8: "u8",
  int32: "i32",
  int64: "i64",
  bool: "u8",
  float16: "u16",
} as const satisfies Record<TensorSpec["type"], string>;

/** An array of Python's, only to be looked at from here before the heap may grow. */
function viewOf(source: PyBufferSource, type: (typeof VIEWS)[keyof typeof VIEWS]): ArrayBufferView {
  const buffer = source.getBuffer(type);
  const { data } = buffer;
  buffer.release();
  return data;
}

/** As `viewOf`, of an array that the bridge keeps until the next request: the handle is not needed for it. */
function passing(source: PyBufferSource, type: TensorSpec["type"]): ArrayBufferView {
  const data = viewOf(source, VIEWS[type]);
  source.destroy();
  return data;
}
