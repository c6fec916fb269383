import { mulberry32, seedOf } from "../../src/model/random.ts";

/**
 * Roughly normal weights from a seed: the sum of four uniforms, centred (Irwin–Hall, n = 4), which needs
 * no logarithm or cosine and is therefore the same bit for bit on every machine.
 *
 * @param name seeds the stream, so that adding a tensor elsewhere changes no other tensor
 * @param scale standard deviation of the result
 */
export function seededWeights(name: string, length: number, scale: number): Float32Array {
  const random = mulberry32(seedOf(name));
  // The variance of a sum of four uniforms is 4/12.
  const factor = scale * Math.sqrt(3);
  const weights = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    weights[i] = (random() + random() + random() + random() - 2) * factor;
  }
  return weights;
}
