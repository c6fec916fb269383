import type { CallGlue, CreateGlue } from "../workload.ts";

// Implements spec.md; glue.py and glue.c are its twins.
const HEADER_BYTES = 16;
const MAX_SIDE = 16_384;
const STRIDE = 16;

function readHeader(payload: Uint8Array): { width: number; height: number } {
  if (payload.length < HEADER_BYTES) {
    throw new Error(`expected a header of ${HEADER_BYTES} bytes, found ${payload.length} bytes`);
  }
  const magic = String.fromCharCode(...payload.subarray(0, 4));
  if (magic !== "PFRM") throw new Error(`expected the magic "PFRM", found ${JSON.stringify(magic)}`);
  const header = new DataView(payload.buffer, payload.byteOffset);
  const [width, height, channels] = [4, 8, 12].map((at) => header.getUint32(at, true)) as [
    number,
    number,
    number,
  ];
  if (channels !== 3) throw new Error(`expected 3 channels, found ${channels}`);
  if (!(width >= 1 && width <= MAX_SIDE && height >= 1 && height <= MAX_SIDE)) {
    throw new Error(`expected a width and height from 1 to ${MAX_SIDE}, found ${width} × ${height}`);
  }
  const expected = HEADER_BYTES + 12 * width * height;
  if (payload.length !== expected) {
    throw new Error(`a frame of ${width} × ${height} needs ${expected} bytes, found ${payload.length}`);
  }
  return { width, height };
}

/** The frame behind the header: a view, or a copy when the payload lies where no float may start. */
function framePixels(payload: Uint8Array): Float32Array {
  const aligned = (payload.byteOffset + HEADER_BYTES) % 4 === 0 ? payload : payload.slice();
  return new Float32Array(
    aligned.buffer,
    aligned.byteOffset + HEADER_BYTES,
    (aligned.length - HEADER_BYTES) / 4,
  );
}

function exposureGain(frame: Float32Array, width: number, height: number): number {
  const green = width * height;
  let sum = 0;
  for (let y = 0; y < height; y += STRIDE) {
    let rowSum = 0;
    for (let x = 0; x < width; x += STRIDE) rowSum += frame[green + y * width + x]!;
    sum += rowSum;
  }
  const mean = sum / (Math.ceil(width / STRIDE) * Math.ceil(height / STRIDE));
  if (!Number.isFinite(mean))
    throw new Error(`expected finite pixels, found a mean of ${mean} in the green channel`);
  return mean <= 0.25 ? 2 : mean >= 1 ? 0.5 : 0.5 / mean;
}

function preprocess(payload: Uint8Array): Float32Array[] {
  const { width, height } = readHeader(payload);
  const frame = framePixels(payload);
  return [frame, Float32Array.of(exposureGain(frame, width, height))];
}

function postprocess([enhanced]: readonly Float32Array[]): Float32Array {
  const [first, last] = [enhanced!.at(0), enhanced!.at(-1)];
  if (!Number.isFinite(first) || !Number.isFinite(last)) {
    throw new Error(`expected finite pixels, found ${first} first and ${last} last`);
  }
  return enhanced!;
}

export const createGlue: CreateGlue<CallGlue> = () => ({ preprocess, postprocess });
