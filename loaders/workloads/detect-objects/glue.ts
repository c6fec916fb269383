import { bilinearTaps } from "../bilinear-taps.ts";
import type { CallGlue, CreateGlue } from "../workload.ts";

// Implements spec.md; glue.py and glue.c are its twins.
const SIDE = 320;
const PAD = 114 / 255;
const STRIDES = [8, 16, 32];
const CANDIDATES = 2100;
const BOX_VALUES = 4;
const CLASSES = 80;
const SCORE_LOGIT = -1.0986122886681098; // a score of 0.25
const MAX_OVERLAP = 0.45;
const MAX_DETECTIONS = 300;

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

/** Where a picture lies in the square, and its own size: what maps boxes back. */
interface Letterbox {
  readonly width: number;
  readonly height: number;
  readonly w: number;
  readonly h: number;
  readonly left: number;
  readonly top: number;
}

function letterbox(width: number, height: number): Letterbox {
  const longest = Math.max(width, height);
  const w = Math.max(1, Math.floor((width * SIDE) / longest + 0.5));
  const h = Math.max(1, Math.floor((height * SIDE) / longest + 0.5));
  return { width, height, w, h, left: (SIDE - w) >> 1, top: (SIDE - h) >> 1 };
}

function resizeInto(image: Float32Array, pixels: Uint8Array, box: Letterbox): void {
  const columns = bilinearTaps(box.width, box.w);
  const rows = bilinearTaps(box.height, box.h);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < box.h; y++) {
      const above = rows.first[y]! * box.width * 3 + c;
      const below = rows.second[y]! * box.width * 3 + c;
      const fy = rows.fraction[y]!;
      let out = (c * SIDE + box.top + y) * SIDE + box.left;
      for (let x = 0; x < box.w; x++) {
        const left = columns.first[x]! * 3;
        const right = columns.second[x]! * 3;
        const fx = columns.fraction[x]!;
        const a = pixels[above + left]!;
        const b = pixels[below + left]!;
        const top = a + (pixels[above + right]! - a) * fx;
        const bottom = b + (pixels[below + right]! - b) * fx;
        image[out++] = (top + (bottom - top) * fy) * (1 / 255);
      }
    }
  }
}

interface Candidate {
  readonly index: number;
  readonly logit: number;
  readonly category: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

function candidatesOverThreshold(predictions: Float32Array): Candidate[] {
  // Class by class, so that memory is read in order.
  const largest = new Float32Array(CANDIDATES).fill(-Infinity);
  const category = new Uint8Array(CANDIDATES);
  for (let k = 0, at = BOX_VALUES * CANDIDATES; k < CLASSES; k++) {
    for (let i = 0; i < CANDIDATES; i++, at++) {
      if (predictions[at]! > largest[i]!) {
        largest[i] = predictions[at]!;
        category[i] = k;
      }
    }
  }
  const candidates: Candidate[] = [];
  let index = 0;
  for (const stride of STRIDES) {
    const cells = SIDE / stride;
    for (let row = 0; row < cells; row++) {
      for (let column = 0; column < cells; column++, index++) {
        const logit = largest[index]!;
        if (!(logit >= SCORE_LOGIT)) continue;
        candidates.push({
          index,
          logit,
          category: category[index]!,
          x1: (column + 0.5 - predictions[index]!) * stride,
          y1: (row + 0.5 - predictions[CANDIDATES + index]!) * stride,
          x2: (column + 0.5 + predictions[2 * CANDIDATES + index]!) * stride,
          y2: (row + 0.5 + predictions[3 * CANDIDATES + index]!) * stride,
        });
      }
    }
  }
  return candidates;
}

function area({ x1, y1, x2, y2 }: Candidate): number {
  return (x2 - x1) * (y2 - y1);
}

function overlaps(a: Candidate, b: Candidate): boolean {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return false;
  const intersection = width * height;
  return intersection > MAX_OVERLAP * (area(a) + area(b) - intersection);
}

/** Greedy non-maximum suppression within each class, best first. */
function suppress(candidates: Candidate[]): Candidate[] {
  candidates.sort((a, b) => b.logit - a.logit || a.index - b.index);
  const kept: Candidate[] = [];
  const keptOfClass = Array.from({ length: CLASSES }, (): Candidate[] => []);
  for (const candidate of candidates) {
    const rivals = keptOfClass[candidate.category]!;
    if (rivals.some((rival) => overlaps(rival, candidate))) continue;
    rivals.push(candidate);
    kept.push(candidate);
    if (kept.length === MAX_DETECTIONS) break;
  }
  return kept;
}

function clamp(value: number, limit: number): number {
  return Math.min(Math.max(value, 0), limit);
}

export const createGlue: CreateGlue<CallGlue> = () => {
  let box = letterbox(SIDE, SIDE);
  return {
    preprocess(payload) {
      const { width, height, pixels } = parsePpm(payload);
      box = letterbox(width, height);
      const image = new Float32Array(3 * SIDE * SIDE).fill(PAD);
      resizeInto(image, pixels, box);
      return [image];
    },
    postprocess([predictions]) {
      const kept = suppress(candidatesOverThreshold(predictions!));
      const { width, height, w, h, left, top } = box;
      const result = [kept.length];
      for (const { x1, y1, x2, y2, logit, category } of kept) {
        result.push(
          clamp(((x1 - left) * width) / w, width),
          clamp(((y1 - top) * height) / h, height),
          clamp(((x2 - left) * width) / w, width),
          clamp(((y2 - top) * height) / h, height),
          1 / (1 + Math.exp(-logit)),
          category,
        );
      }
      return Float32Array.from(result);
    },
  };
};
