// Pyodide: the glue in Python on CPython as Wasm, and onnxruntime-web.
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";
import { infer } from "./ort-web.mjs";
import { job, payloadBytes, read, timeRequests, write } from "./serve.mjs";

const pyodide = await loadPyodide();
pyodide.FS.writeFile("/home/pyodide/glue.py", readFileSync(job.artefacts.glue));
const sizes = job.outputs.map(({ dims }) => dims.reduce((a, b) => a * b) * 4);
const python = pyodide.runPython(`
import glue
payload = bytearray(${payloadBytes})
outputs = [bytearray(size) for size in (${sizes},)]
views = [memoryview(output).cast("f") for output in outputs]
inputs = []
result = None

def init(assets):
    glue.init(assets.to_bytes())

def preprocess():
    inputs[:] = glue.preprocess(payload)

def postprocess():
    global result
    result = glue.postprocess(views)

__import__("sys").modules["__main__"]
`);
const { payload, outputs, inputs, preprocess, postprocess } = python;
python.init(new Uint8Array(readFileSync(job.assetsPath)));

/** An array of Python's, seen from here for as long as the heap doesn't grow. */
function view(array, type) {
  const buffer = array.getBuffer(type);
  const { data } = buffer;
  buffer.release();
  return data;
}

function takeView(array, type) {
  const data = view(array, type);
  array.destroy();
  return data;
}

await timeRequests(async () => {
  read(view(payload, "u8"));
  preprocess();
  const tensors = job.inputs.map(({ type }, i) => takeView(inputs.get(i), type === "int64" ? "i64" : "f32"));
  for (const [i, output] of (await infer(tensors)).entries())
    takeView(outputs.get(i), "u8").set(new Uint8Array(output.buffer, output.byteOffset, output.byteLength));
  postprocess();
  write(takeView(python.result, "f32"));
});
