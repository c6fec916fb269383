import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import { job } from "./serve.mjs";

ort.env.wasm.numThreads = job.threads;
ort.env.logLevel = "error";
const session = await ort.InferenceSession.create(readFileSync(job.modelPath), {
  executionProviders: ["wasm"],
});

/** Runs the model on flat inputs; returns its flat outputs. */
export async function infer(inputs) {
  const feeds = {};
  for (const [i, { type, dims }] of job.inputs.entries())
    feeds[session.inputNames[i]] = new ort.Tensor(type, inputs[i], dims);
  const outputs = await session.run(feeds);
  return session.outputNames.map((name) => outputs[name].data);
}
