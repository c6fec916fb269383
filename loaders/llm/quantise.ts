/** Weights as GGUF's blocks have them, as llama.cpp's reference quantisers make them (ggml-quants.c). */

import { halfOf } from "../../src/model/half.ts";

const BLOCK = 32;

export const WEIGHTS = ["F32", "F16", "Q8_0", "Q4_0"] as const;
export type Weights = (typeof WEIGHTS)[number];

/** @param weights a multiple of 32 of them, for the quantisations with blocks */
export function quantised(weights: Float32Array, as: Weights): Uint8Array {
  switch (as) {
    case "F32":
      return new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
    case "F16": {
      const halves = new Uint16Array(weights.length);
      // `Uint16Array.from` with a function takes ten times as long.
      for (let i = 0; i < weights.length; i++) halves[i] = halfOf(weights[i]!);
      return new Uint8Array(halves.buffer);
    }
    case "Q8_0":
      return inBlocks(weights, 34, eightBits);
    case "Q4_0":
      return inBlocks(weights, 18, fourBits);
  }
}

type Fill = (block: Float32Array, out: DataView, at: number) => void;

function inBlocks(weights: Float32Array, blockBytes: number, fill: Fill): Uint8Array {
  if (weights.length % BLOCK !== 0)
    throw new Error(`${weights.length} weights are no multiple of a block's ${BLOCK}`);
  const bytes = new Uint8Array((weights.length / BLOCK) * blockBytes);
  const out = new DataView(bytes.buffer);
  for (let from = 0, at = 0; from < weights.length; from += BLOCK, at += blockBytes)
    fill(weights.subarray(from, from + BLOCK), out, at);
  return bytes;
}

/** A scale in half precision, and 32 whole numbers from -127 to 127. */
const eightBits: Fill = (block, out, at) => {
  let most = 0;
  for (const weight of block) most = Math.max(most, Math.abs(weight));
  const scale = most / 127;
  out.setUint16(at, halfOf(scale), true);
  for (let i = 0; i < BLOCK; i++) out.setInt8(at + 2 + i, scale === 0 ? 0 : awayFromZero(block[i]! / scale));
};

const awayFromZero = (value: number): number => Math.sign(value) * Math.floor(Math.abs(value) + 0.5);

/** A scale in half precision, by which the weight furthest from 0 is -8, and 32 numbers from 0 to 15, two to a byte. */
const fourBits: Fill = (block, out, at) => {
  let furthest = 0;
  for (const weight of block) if (Math.abs(weight) > Math.abs(furthest)) furthest = weight;
  const scale = furthest / -8;
  out.setUint16(at, halfOf(scale), true);
  const level = (weight: number) => (scale === 0 ? 8 : Math.min(15, Math.trunc(weight / scale + 8.5)));
  for (let i = 0; i < BLOCK / 2; i++)
    out.setUint8(at + 2 + i, level(block[i]!) | (level(block[i + BLOCK / 2]!) << 4));
};
