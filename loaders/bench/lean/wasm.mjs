// Wasm: the glue in C as a module, and onnxruntime-web.
import { readFileSync } from "node:fs";
import { infer } from "./ort-web.mjs";
import { job, payloadBytes, read, timeRequests, write } from "./serve.mjs";

const { instance } = await WebAssembly.instantiate(readFileSync(job.artefacts.module), {});
const { memory, malloc, _initialize, glue_init, glue_preprocess, glue_postprocess } = instance.exports;
_initialize();
const elements = ({ dims }) => dims.reduce((a, b) => a * b);
const allocate = (bytes, alignment = 16) => Math.ceil(malloc(bytes + alignment) / alignment) * alignment;

const assets = readFileSync(job.assetsPath);
const assetsAt = allocate(assets.length);
new Uint8Array(memory.buffer).set(assets, assetsAt);
glue_init(assetsAt, assets.length);

const payloadAt = allocate(payloadBytes, 4096);
const inputsAt = job.inputs.map((spec) => allocate(elements(spec) * 8));
const outputsAt = job.outputs.map((spec) => allocate(elements(spec) * 4));
const resultAt = allocate(job.maxResultLength * 4);
const tables = allocate(64) / 4;
const [inputs, outputs, lengths, result] = [tables, tables + 4, tables + 8, tables + 12];
const payload = new Uint8Array(memory.buffer, payloadAt, payloadBytes);
const words = new Uint32Array(memory.buffer);
const floats = new Float32Array(memory.buffer);
words.set(outputsAt, outputs);
words.set(job.outputs.map(elements), lengths);

await timeRequests(async () => {
  read(payload);
  words.set(inputsAt, inputs);
  if (glue_preprocess(payloadAt, payloadBytes, inputs * 4) < 0) throw new Error("glue_preprocess");
  const tensors = job.inputs.map((spec, i) => {
    const Elements = spec.type === "int64" ? BigInt64Array : Float32Array;
    return new Elements(memory.buffer, words[inputs + i], elements(spec));
  });
  for (const [i, output] of (await infer(tensors)).entries()) floats.set(output, outputsAt[i] / 4);
  words[result] = resultAt;
  const length = glue_postprocess(outputs * 4, lengths * 4, result * 4, job.maxResultLength);
  write(floats.subarray(words[result] / 4, words[result] / 4 + length));
});
