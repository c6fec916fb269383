// Native in Node: the glue in C as a library, and onnxruntime-node.
import { readFileSync } from "node:fs";
import koffi from "koffi";
import * as ort from "onnxruntime-node";
import { job, payloadBytes, read, timeRequests, write } from "./serve.mjs";

const library = koffi.load(job.artefacts.library);
const init = library.func("int32_t glue_init(const uint8_t *assets, int32_t bytes)");
const preprocess = library.func(
  "int32_t glue_preprocess(const uint8_t *payload, int32_t bytes, uint64_t *inputs)",
);
const postprocess = library.func(
  "int32_t glue_postprocess(uint64_t *outputs, int32_t *lengths, uint64_t *result, int32_t capacity)",
);
const session = await ort.InferenceSession.create(job.modelPath, {
  executionProviders: ["cpu"],
  intraOpNumThreads: job.threads,
  interOpNumThreads: 1,
});
const assets = readFileSync(job.assetsPath);
init(assets, assets.length);

const payload = new Uint8Array(new ArrayBuffer(payloadBytes + 2032), 2032);
const payloadAt = koffi.address(payload);
const elements = ({ dims }) => dims.reduce((a, b) => a * b);
const arrayOf = ({ type }) => (type === "int64" ? BigInt64Array : Float32Array);
const inputs = job.inputs.map((spec) => new (arrayOf(spec))(elements(spec)));
const ownAt = BigUint64Array.from(inputs, (input) => koffi.address(input));
const inputsAt = new BigUint64Array(inputs.length);
const lengths = Int32Array.from(job.outputs, elements);
const result = new Float32Array(job.maxResultLength);
const resultAt = koffi.address(result);
const answerAt = new BigUint64Array(1);

await timeRequests(async () => {
  read(payload);
  inputsAt.set(ownAt);
  if (preprocess(payload, payloadBytes, inputsAt) < 0) throw new Error("glue_preprocess");
  const feeds = {};
  for (const [i, spec] of job.inputs.entries()) {
    const at = payload.byteOffset + Number(inputsAt[i] - payloadAt);
    const data =
      inputsAt[i] === ownAt[i] ? inputs[i] : new (arrayOf(spec))(payload.buffer, at, elements(spec));
    feeds[session.inputNames[i]] = new ort.Tensor(spec.type, data, spec.dims);
  }
  const answer = await session.run(feeds);
  const outputs = session.outputNames.map((name) => answer[name].data);
  answerAt[0] = resultAt;
  const addresses = BigUint64Array.from(outputs, (output) => koffi.address(output));
  const length = postprocess(addresses, lengths, answerAt, result.length);
  const at = addresses.indexOf(answerAt[0]);
  write((at < 0 ? result : outputs[at]).subarray(0, length));
});
