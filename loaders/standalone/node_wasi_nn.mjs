/**
 * Lends a module onnxruntime by the calls of WASI-NN (wasi_ephemeral_nn, https://github.com/WebAssembly/wasi-nn), as `engine_wasi_nn.c`
 * makes them. `node_wasi_host.mjs` hosts the module.
 */
import { writeSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
// What onnxruntime-node does behind its promises: a module of Wasm cannot wait for one.
const { binding, initOrt } = require("onnxruntime-node/dist/binding.js");
const { Tensor } = createRequire(require.resolve("onnxruntime-node/dist/binding.js"))("onnxruntime-common");
initOrt();

const ONNX = 1;
const CPU = 0;
const INVALID_ARGUMENT = 1;
const INVALID_ENCODING = 2;
const UNSUPPORTED = 6;
const TOO_LARGE = 7;
/** By the proposal's numbers. */
const TYPES = [
  ["float16", Uint16Array],
  ["float32", Float32Array],
  ["float64", Float64Array],
  ["uint8", Uint8Array],
  ["int32", Int32Array],
  ["int64", BigInt64Array],
];
const OPTIONS = {
  executionProviders: ["cpu"],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
};

/** @param memory tells the memory of the module, which may have grown since it was last asked */
export function lend(memory) {
  const sessions = [];
  const contexts = [];
  const words = (pointer, count) => new Uint32Array(memory().buffer, pointer, count);

  const wasi_ephemeral_nn = {
    load(parts, count, encoding, device, graph) {
      if (encoding !== ONNX) return INVALID_ENCODING;
      if (count !== 1 || device !== CPU) return UNSUPPORTED;
      const [data, length] = words(parts, 2);
      const session = new binding.InferenceSession();
      orFail(() => session.loadModel(memory().buffer, data, length, OPTIONS));
      words(graph, 1)[0] = sessions.push(session) - 1;
      return 0;
    },

    init_execution_context(graph, context) {
      const session = sessions[graph];
      if (!session) return INVALID_ARGUMENT;
      const namesOf = (tensors) => tensors.map(({ name }) => name);
      const [inputs, outputs] = [namesOf(session.inputMetadata), namesOf(session.outputMetadata)];
      const wanted = Object.fromEntries(outputs.map((name) => [name, null]));
      words(context, 1)[0] = contexts.push({ session, inputs, outputs, wanted, given: {}, got: {} }) - 1;
      return 0;
    },

    set_input(handle, index, tensor) {
      const context = contexts[handle];
      const [dimsAt, rank, typeAndGap, dataAt, bytes] = words(tensor, 5);
      const [type, Values] = TYPES[typeAndGap & 0xff] ?? [];
      const name = context?.inputs[index];
      if (!name || !Values || bytes % Values.BYTES_PER_ELEMENT) return INVALID_ARGUMENT;
      const dims = [...words(dimsAt, rank)];
      const kept = context.given[name];
      const fits = kept?.type === type && String(kept.dims) === String(dims);
      const values = fits ? kept.data : new Values(bytes / Values.BYTES_PER_ELEMENT);
      if (values.byteLength !== bytes) return INVALID_ARGUMENT;
      // The module may use its memory for something else before it asks to compute.
      new Uint8Array(values.buffer).set(new Uint8Array(memory().buffer, dataAt, bytes));
      if (!fits) context.given[name] = orFail(() => new Tensor(type, values, dims));
      return 0;
    },

    compute(handle) {
      const context = contexts[handle];
      if (!context) return INVALID_ARGUMENT;
      context.got = orFail(() => context.session.run(context.given, context.wanted, {}));
      return 0;
    },

    get_output(handle, index, into, capacity, written) {
      const context = contexts[handle];
      const data = context?.got[context.outputs[index]]?.data;
      if (!data) return INVALID_ARGUMENT;
      if (data.byteLength > capacity) return TOO_LARGE;
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      new Uint8Array(memory().buffer, into, capacity).set(bytes);
      words(written, 1)[0] = data.byteLength;
      return 0;
    },
  };
  return { wasi_ephemeral_nn };
}

/** The proposal has numbers for what fails; the engine's own words are worth more. */
function orFail(call) {
  try {
    return call();
  } catch (error) {
    writeSync(1, `${JSON.stringify({ type: "error", message: `onnxruntime: ${error.message}` })}\n`);
    process.exit(1);
  }
}
