import { bilinearTaps } from "../bilinear-taps.ts";
import type { CallGlue, CreateGlue } from "../workload.ts";

// Implements spec.md; glue.py and glue.c are its twins.
const SIDE = 224;
const TOP = 5;
const MEAN = [0.485, 0.456, 0.406];
const STD = [0.229, 0.224, 0.225];

const HASH = 0x23;
const LINE_FEED = 0x0a;

interface Ppm {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === LINE_FEED || byte === 0x0d;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function parsePpm(payload: Uint8Array): Ppm {
  const shown = () => JSON.stringify(String.fromCharCode(...payload.subarray(0, 24)));
  if (payload[0] !== 0x50 || payload[1] !== 0x36) {
    throw new Error(`expected a binary PPM that starts with "P6", found ${shown()}`);
  }
  let at = 2;
  const header = [0, 0, 0].map(() => {
    const start = at;
    while (isSpace(payload[at]) || payload[at] === HASH) {
      if (payload[at] === HASH) while (at < payload.length && payload[at] !== LINE_FEED) at++;
      at++;
    }
    let value = 0;
    const digits = at;
    while (isDigit(payload[at])) value = value * 10 + payload[at++]! - 0x30;
    if (digits === start || at === digits || at - digits > 5) {
      throw new Error(`expected a PPM header "P6 width height 255", found ${shown()}`);
    }
    return value;
  });
  const [width, height, maxval] = header as [number, number, number];
  if (!isSpace(payload[at])) throw new Error(`expected white space after the PPM header, found ${shown()}`);
  if (width < 1 || height < 1 || maxval !== 255) {
    throw new Error(
      `expected a PPM of at least 1 × 1 pixels with maxval 255, found ${width} × ${height}, ${maxval}`,
    );
  }
  const pixels = payload.subarray(at + 1);
  if (pixels.length !== width * height * 3) {
    throw new Error(
      `expected ${width * height * 3} pixel bytes for ${width} × ${height}, found ${pixels.length}`,
    );
  }
  return { width, height, pixels };
}

function preprocess(payload: Uint8Array): Float32Array[] {
  const { width, height, pixels } = parsePpm(payload);
  const columns = bilinearTaps(width, SIDE);
  const rows = bilinearTaps(height, SIDE);
  const image = new Float32Array(3 * SIDE * SIDE);
  for (let c = 0; c < 3; c++) {
    // (v / 255 − mean) / std in one multiplication and one addition.
    const gain = 1 / (255 * STD[c]!);
    const offset = -MEAN[c]! / STD[c]!;
    let out = c * SIDE * SIDE;
    for (let y = 0; y < SIDE; y++) {
      const above = rows.first[y]! * width * 3 + c;
      const below = rows.second[y]! * width * 3 + c;
      const fy = rows.fraction[y]!;
      for (let x = 0; x < SIDE; x++) {
        const left = columns.first[x]! * 3;
        const right = columns.second[x]! * 3;
        const fx = columns.fraction[x]!;
        const a = pixels[above + left]!;
        const b = pixels[below + left]!;
        const top = a + (pixels[above + right]! - a) * fx;
        const bottom = b + (pixels[below + right]! - b) * fx;
        image[out++] = (top + (bottom - top) * fy) * gain + offset;
      }
    }
  }
  return [image];
}

function postprocess([logits]: readonly Float32Array[]): Float32Array {
  // Only the five best are kept, in order: an insertion beats sorting a thousand.
  const best: number[] = [];
  for (let k = 0; k < logits!.length; k++) {
    if (best.length === TOP && logits![k]! <= logits![best[TOP - 1]!]!) continue;
    if (best.length === TOP) best.pop();
    let at = best.length;
    while (at > 0 && logits![k]! > logits![best[at - 1]!]!) at--;
    best.splice(at, 0, k);
  }
  const largest = logits![best[0]!]!;
  let sum = 0;
  for (const logit of logits!) sum += Math.exp(logit - largest);
  return Float32Array.from(best.flatMap((k) => [k, Math.exp(logits![k]! - largest) / sum]));
}

export const createGlue: CreateGlue<CallGlue> = () => ({ preprocess, postprocess });
