import type { Random } from "../../../src/model/random.ts";
import type { CallWorkload, WorkloadSize } from "../workload.ts";
import { buildModel } from "./model.ts";

interface Size extends WorkloadSize {
  readonly width: number;
  readonly height: number;
}

const HEADER_BYTES = 16;

/** Smooth noise over a frame: random heights on a coarse grid, interpolated linearly, one row at a time. */
function smoothNoise(cell: number, { width, height }: Size, random: Random) {
  const columns = Math.floor(width / cell) + 2;
  const grid = Float64Array.from({ length: columns * (Math.floor(height / cell) + 2) }, random);
  return (y: number, amplitude: number, row: Float64Array): void => {
    const gridRow = Math.floor(y / cell);
    const down = y / cell - gridRow;
    for (let column = 0; column + 1 < columns; column++) {
      const at = gridRow * columns + column;
      const left = grid[at]! + (grid[at + columns]! - grid[at]!) * down;
      const right = grid[at + 1]! + (grid[at + columns + 1]! - grid[at + 1]!) * down;
      const first = column * cell;
      const last = Math.min(first + cell, width);
      const step = ((right - left) * amplitude) / cell;
      for (let x = first, value = left * amplitude; x < last; x++, value += step) row[x]! += value;
    }
  };
}

/** Something like an underexposed photograph: soft areas of colour, structure in them, and sensor noise. */
function payload(size: Size, random: Random): Uint8Array {
  const { width, height } = size;
  const pixels = width * height;
  const bytes = new Uint8Array(HEADER_BYTES + 12 * pixels);
  bytes.set(new TextEncoder().encode("PFRM"));
  const header = new DataView(bytes.buffer);
  for (const [i, field] of [width, height, 3].entries()) header.setUint32(4 + 4 * i, field, true);

  const frame = new Float32Array(bytes.buffer, HEADER_BYTES);
  const structure = smoothNoise(12, size, random);
  const colours = [0, 1, 2].map(() => smoothNoise(120, size, random));
  const shared = new Float64Array(width);
  const row = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) shared[x] = (random() - 0.5) * 0.06;
    structure(y, 0.2, shared);
    for (const [channel, colour] of colours.entries()) {
      row.set(shared);
      colour(y, 0.55, row);
      const base = channel * pixels + y * width;
      for (let x = 0; x < width; x++) frame[base + x] = Math.min(Math.max(row[x]!, 0), 1);
    }
  }
  return bytes;
}

export const enhanceFrame: CallWorkload<Size> = {
  id: "enhance-frame",
  title: "Enhance frame",
  summary:
    "Correct the exposure of a video frame, sharpen it and balance its colours: much data, little arithmetic.",
  sizes: [
    { id: "small", label: "640 × 360 frame", width: 640, height: 360 },
    { id: "medium", label: "1280 × 720 frame", width: 1280, height: 720 },
    { id: "large", label: "1920 × 1080 frame", width: 1920, height: 1080 },
  ],
  quickSize: "medium",
  defaultSize: "large",
  modelName: "sharpen 3×3 + colour 1×1",
  inputs: ({ width, height }) => [
    { name: "frame", type: "float32", dims: [1, 3, height, width] },
    { name: "gain", type: "float32", dims: [1] },
  ],
  outputs: ({ width, height }) => [{ name: "enhanced", type: "float32", dims: [1, 3, height, width] }],
  payload,
  buildModel,
  maxResultLength: ({ width, height }) => 3 * width * height,
  arrayShare: 0.89,
  tolerance: { tensors: 1e-4, result: 1e-4 },
};
