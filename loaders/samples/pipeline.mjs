// The pipeline behind the Node sample: classify photographs on onnxruntime-web's Wasm engine, one request after the other.
// Run it as `node pipeline.mjs MODEL.onnx FOLDER REQUESTS`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as ort from "onnxruntime-web";

const SIDE = 224;
const PHOTO = { width: 640, height: 480 };

/** Photographs of a fixed pattern, as raw RGB. */
function writeRequests(folder, count) {
  const { width, height } = PHOTO;
  for (let request = 0; request < count; request++) {
    const pixels = Buffer.alloc(width * height * 3);
    for (let i = 0; i < pixels.length; i++) pixels[i] = (i * 31 + request * 17 + (i >> 9)) & 255;
    writeFileSync(join(folder, `photo-${request}.rgb`), pixels);
  }
}

/** Nearest neighbours, scaled to −1 … 1, channel by channel. */
function resize(pixels) {
  const { width, height } = PHOTO;
  const image = new Float32Array(3 * SIDE * SIDE);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < SIDE; y++) {
      const row = Math.floor((y * height) / SIDE) * width;
      for (let x = 0; x < SIDE; x++) {
        const at = (row + Math.floor((x * width) / SIDE)) * 3 + channel;
        image[(channel * SIDE + y) * SIDE + x] = pixels[at] / 127.5 - 1;
      }
    }
  }
  return image;
}

/** The five most probable classes. */
function topFive(logits) {
  const largest = Math.max(...logits);
  const weights = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights
    .map((weight, label) => ({ label, probability: weight / sum }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 5);
}

async function serve(session, folder, count) {
  for (let request = 0; request < count; request++) {
    const pixels = readFileSync(join(folder, `photo-${request}.rgb`));
    const image = new ort.Tensor("float32", resize(pixels), [1, 3, SIDE, SIDE]);
    const { logits } = await session.run({ image });
    writeFileSync(join(folder, `answer-${request}.json`), JSON.stringify(topFive(logits.data)));
  }
}

const [model, folder, count] = process.argv.slice(2);
ort.env.wasm.numThreads = 1;
writeRequests(folder, Number(count));
const session = await ort.InferenceSession.create(readFileSync(model), { executionProviders: ["wasm"] });
await serve(session, folder, Number(count));
