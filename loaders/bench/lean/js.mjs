// JavaScript: the glue in TypeScript, bundled alone, and onnxruntime-web.
import { readFileSync } from "node:fs";
import { infer } from "./ort-web.mjs";
import { job, payloadBytes, read, timeRequests, write } from "./serve.mjs";

const { createGlue } = await import(job.artefacts.glue);
const glue = createGlue(readFileSync(job.assetsPath));
const memory = new Uint8Array(new ArrayBuffer(payloadBytes + 2032), 2032);

await timeRequests(async () => {
  read(memory);
  write(glue.postprocess(await infer(glue.preprocess(memory))));
});
