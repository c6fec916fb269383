import type { PyodideInterface } from "pyodide";
import type { WorkerContext } from "../worker/main.ts";
import type { ShapedTensor, Tensor, TensorSpec } from "../workloads/workload.ts";
import { type GlueHost, withOneCall } from "./host.ts";
import { placeOf } from "./typescript.ts";

// The Python side of the boundary: glue.py itself never knows that it runs in Pyodide.
const BRIDGE = `
import glue

_payload = bytearray()
_tensors = []
_room = {}
_outputs = []
_steps = None
_shapes = []
_call = None
_result = None

def init(assets):
    glue.init(assets.to_bytes())

def has_steps():
    return hasattr(glue, "serve")

def request(size):
    global _payload
    _payload = bytearray(size)
    return _payload

def preprocess():
    global _tensors
    _tensors = glue.preprocess(_payload)

def tensor(i):
    return _tensors[i]

def output(i, size):
    memory = bytearray(size)
    _room[i] = memory
    return memory

def accept(*sizes):
    global _outputs
    _outputs = [memoryview(_room[i])[:size].cast("f") for i, size in enumerate(sizes)]

def postprocess():
    global _result
    _result = glue.postprocess(_outputs)

def result():
    return _result

def start():
    global _steps
    _steps = glue.serve(_payload)
    _step(None)

def resume():
    _step(_outputs)

def _step(outputs):
    global _call, _tensors, _result
    try:
        _call, inputs = _steps.send(outputs)
    except StopIteration as end:
        _call, _result = None, end.value
        return
    _tensors = [given[0] if isinstance(given, tuple) else given for given in inputs]
    _shapes[:] = [given[1] if isinstance(given, tuple) else given.shape for given in inputs]

def call():
    return _call

def shape(i):
    return ",".join(map(str, _shapes[i]))
`;

interface Bridge {
  init(assets: Uint8Array): void;
  has_steps(): boolean;
  /** Memory for a request of so many bytes. */
  request(size: number): PyBufferSource;
  preprocess(): void;
  tensor(i: number): PyBufferSource;
  /** Memory for the output at a place. */
  output(i: number, size: number): PyBufferSource;
  /** Says how many bytes of each output were written there. */
  accept(...sizes: number[]): void;
  postprocess(): void;
  result(): PyBufferSource;
  start(): void;
  resume(): void;
  /** The name of the model that is to be called. */
  call(): string | null | undefined;
  /** Dimensions of the input at a place, with commas. */
  shape(i: number): string;
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
  let payload = new HeapBytes(bridge.request(0));
  const rooms: HeapBytes[] = [];
  let sizes: number[] = [];
  const shared = {
    request: (bytes: number) => {
      if (payload.view.length !== bytes) payload = new HeapBytes(bridge.request(bytes));
      return payload.view;
    },
    acceptOutputs: (arrays: readonly Float32Array[]) => {
      for (const [i, { buffer, byteOffset, byteLength }] of arrays.entries()) {
        let room = rooms[i];
        if (!room || room.view.length < byteLength) {
          room = rooms[i] = new HeapBytes(bridge.output(i, byteLength));
          sizes = [];
        }
        room.view.set(new Uint8Array(buffer, byteOffset, byteLength));
      }
      if (sizes.length === arrays.length && arrays.every(({ byteLength }, i) => byteLength === sizes[i]))
        return;
      sizes = arrays.map(({ byteLength }) => byteLength);
      bridge.accept(...sizes);
    },
  };
  if (!bridge.has_steps()) {
    const { inputs } = job.models[0]!;
    return withOneCall(inputs, {
      ...shared,
      preprocess: () => bridge.preprocess(),
      tensors: () => inputs.map(({ type }, i) => passing(bridge.tensor(i), type) as Tensor),
      postprocess: () => bridge.postprocess(),
      result: () => passing(bridge.result(), "float32") as Float32Array,
    });
  }
  return {
    ...shared,
    start: () => bridge.start(),
    call: () => {
      const name = bridge.call();
      if (!name) return null;
      const model = placeOf(name, job.models);
      const inputs = job.models[model]!.inputs.map(({ type }, i): ShapedTensor => {
        const shape = bridge.shape(i);
        const dims = shape === "" ? [] : shape.split(",").map(Number);
        return { data: passing(bridge.tensor(i), type) as Tensor, dims };
      });
      return { model, inputs };
    },
    resume: () => bridge.resume(),
    result: () => passing(bridge.result(), "uint8") as Uint8Array,
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
