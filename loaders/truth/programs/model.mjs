/** Compute work: a Wasm kernel that the program calls itself, and an ONNX Runtime session, each on one thread. */
import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";

/** The kinds of compute work, and the kernel's memory, into which io work copies. */
export async function makeCompute({ modelPath, kernelPath, imageSize }) {
  const { instance } = await WebAssembly.instantiate(readFileSync(kernelPath), {});
  const kernel = instance.exports;
  const matrix = Float32Array.from({ length: 128 * 128 }, (_, i) => ((i * 31) % 97) / 97 - 0.5);
  new Float32Array(kernel.memory.buffer, kernel.left(), matrix.length).set(matrix);
  new Float32Array(kernel.memory.buffer, kernel.right(), matrix.length).set(matrix);

  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  const session = await ort.InferenceSession.create(readFileSync(modelPath), {
    executionProviders: ["wasm"],
  });
  const pixels = Float32Array.from({ length: 3 * imageSize ** 2 }, (_, i) => ((i * 31) % 255) / 255);

  const infer = () => session.run({ image: new ort.Tensor("float32", pixels, [1, 3, imageSize, imageSize]) });
  return { work: { layer: () => kernel.layer(), infer }, kernel };
}
