import { bilinearTaps } from "../bilinear-taps.ts";
import type { CreateGlue, ModelCall, StepGlue } from "../workload.ts";

// Implements spec.md; glue.py and glue.c are its twins.
const HEADER_BYTES = 12;
const MOST_SIDE = 65_535;

const DETECTION_LONGEST = 960;
const DETECTION_MULTIPLE = 32;
// Of blue, green and red: the model was trained on pictures that OpenCV had read.
const MEAN = [0.485, 0.456, 0.406];
const STD = [0.229, 0.224, 0.225];

const PROBABILITY = Math.fround(0.3);
const LEAST_SCORE = 0.6;
const LEAST_SIDE = 3;
const UNCLIP = 1.5;

const LINE_HEIGHT = 48;
const LINE_MULTIPLE = 32;
const LINE_LONGEST = 2048;
const BLANK = 0;
const LEAST_CONFIDENCE = 0.5;

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** In pixels; right and bottom are the first outside. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Line {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
}

function parsePicture(payload: Uint8Array): Picture {
  if (payload.length < HEADER_BYTES) {
    throw new Error(`expected a header of ${HEADER_BYTES} bytes and pixels, found ${payload.length} bytes`);
  }
  const header = new DataView(payload.buffer, payload.byteOffset, HEADER_BYTES);
  const [width, height, channels] = [0, 4, 8].map((at) => header.getUint32(at, true)) as [
    number,
    number,
    number,
  ];
  if (width < 1 || height < 1 || width > MOST_SIDE || height > MOST_SIDE) {
    throw new Error(
      `expected a picture of 1 × 1 to ${MOST_SIDE} × ${MOST_SIDE} pixels, found ${width} × ${height}`,
    );
  }
  if (channels !== 3 && channels !== 4) throw new Error(`expected 3 or 4 channels, found ${channels}`);
  const pixels = payload.subarray(HEADER_BYTES);
  const bytes = width * height * channels;
  if (pixels.length !== bytes) {
    throw new Error(
      `expected ${bytes} pixel bytes for ${width} × ${height} × ${channels}, found ${pixels.length}`,
    );
  }
  return { width, height, channels, pixels };
}

/**
 * What lies in a box, resized to width × height, as planes of blue, green and red, of which each value is multiplied by its
 * plane's gain and moved by its offset. Planes may be wider: their rest stays zero.
 */
function planesOf(
  { width: pictureWidth, channels, pixels }: Picture,
  box: Box,
  [width, height, planeWidth]: readonly [width: number, height: number, planeWidth: number],
  gains: readonly number[],
  offsets: readonly number[],
): Float32Array {
  const columns = bilinearTaps(box.right - box.left, width);
  const rows = bilinearTaps(box.bottom - box.top, height);
  const planes = new Float32Array(3 * height * planeWidth);
  for (let c = 0; c < 3; c++) {
    const gain = gains[c]!;
    const offset = offsets[c]!;
    for (let y = 0; y < height; y++) {
      const above = ((box.top + rows.first[y]!) * pictureWidth + box.left) * channels + 2 - c;
      const below = ((box.top + rows.second[y]!) * pictureWidth + box.left) * channels + 2 - c;
      const fy = rows.fraction[y]!;
      let out = (c * height + y) * planeWidth;
      for (let x = 0; x < width; x++) {
        const left = columns.first[x]! * channels;
        const right = columns.second[x]! * channels;
        const fx = columns.fraction[x]!;
        const a = pixels[above + left]!;
        const b = pixels[below + left]!;
        const top = a + (pixels[above + right]! - a) * fx;
        const bottom = b + (pixels[below + right]! - b) * fx;
        planes[out++] = (top + (bottom - top) * fy) * gain + offset;
      }
    }
  }
  return planes;
}

// (v / 255 − mean) / std in one multiplication and one addition.
const DETECTION_GAINS = STD.map((std) => 1 / (255 * std));
const DETECTION_OFFSETS = STD.map((std, c) => -MEAN[c]! / std);
const LINE_GAINS = [2 / 255, 2 / 255, 2 / 255];
const LINE_OFFSETS = [-1, -1, -1];

function detectionSide(length: number, longest: number): number {
  const scaled = (length * Math.min(longest, DETECTION_LONGEST)) / longest;
  return Math.max(1, Math.floor(scaled / DETECTION_MULTIPLE + 0.5)) * DETECTION_MULTIPLE;
}

/** Pixels of a row, from start to before end, that are likely text. */
interface Run {
  readonly row: number;
  readonly start: number;
  readonly end: number;
  readonly sum: number;
}

function runsOf(map: Float32Array, width: number, height: number): Run[] {
  const runs: Run[] = [];
  for (let row = 0, at = 0; row < height; row++) {
    for (let x = 0; x < width; ) {
      if (!(map[at + x]! > PROBABILITY)) {
        x++;
        continue;
      }
      const start = x;
      let sum = 0;
      for (; x < width && map[at + x]! > PROBABILITY; x++) sum += map[at + x]!;
      runs.push({ row, start, end: x, sum });
    }
    at += width;
  }
  return runs;
}

/** The lowest run of each run's component; runs that touch, corners included, are in one. */
function componentsOf(runs: readonly Run[]): Int32Array {
  const parent = Int32Array.from(runs, (_, i) => i);
  const rootOf = (i: number) => {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]!]!;
      i = parent[i]!;
    }
    return i;
  };
  // `above` trails through the row before the current run's: a run that ends first can touch nothing further on.
  let above = 0;
  for (const [i, { row, start, end }] of runs.entries()) {
    while (runs[above]!.row < row - 1 || (runs[above]!.row < row && runs[above]!.end < start)) above++;
    for (let j = above; runs[j]!.row < row && runs[j]!.start <= end; j++) {
      const [a, b] = [rootOf(i), rootOf(j)];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return parent.map((_, i) => rootOf(i));
}

function isLarge({ left, top, right, bottom }: Box): boolean {
  return right - left >= LEAST_SIDE && bottom - top >= LEAST_SIDE;
}

/** Boxes of text on a probability map, in its pixels, as they were found: from top to bottom, then from left to right. */
function textBoxes(map: Float32Array, width: number, height: number): Box[] {
  const runs = runsOf(map, width, height);
  const roots = componentsOf(runs);
  const found = new Map<
    number,
    { left: number; top: number; right: number; bottom: number; sum: number; area: number }
  >();
  for (const [i, { row, start, end, sum }] of runs.entries()) {
    const component = found.get(roots[i]!);
    if (!component) {
      found.set(i, { left: start, top: row, right: end, bottom: row + 1, sum, area: end - start });
      continue;
    }
    component.left = Math.min(component.left, start);
    component.right = Math.max(component.right, end);
    component.bottom = row + 1;
    component.sum += sum;
    component.area += end - start;
  }
  return [...found.values()].filter(
    (component) => isLarge(component) && component.sum / component.area >= LEAST_SCORE,
  );
}

/** A box of the probability map, grown back to the whole text (training shrinks it), in pixels of the picture. */
function unclipped(box: Box, mapWidth: number, mapHeight: number, { width, height }: Picture): Box {
  const w = box.right - box.left;
  const h = box.bottom - box.top;
  const grow = (w * h * UNCLIP) / (2 * (w + h));
  const across = (x: number) => Math.min(Math.max(Math.floor((x * width) / mapWidth + 0.5), 0), width);
  const down = (y: number) => Math.min(Math.max(Math.floor((y * height) / mapHeight + 0.5), 0), height);
  return {
    left: across(box.left - grow),
    top: down(box.top - grow),
    right: across(box.right + grow),
    bottom: down(box.bottom + grow),
  };
}

/** Rows from top to bottom, each from left to right: a box whose middle is above the bottom of a row's highest is in it. */
function inReadingOrder(boxes: readonly Box[]): Box[] {
  const rows: Box[][] = [];
  for (const box of boxes.toSorted((a, b) => a.top - b.top || a.left - b.left)) {
    const row = rows.at(-1);
    if (row && box.top + box.bottom < 2 * row[0]!.bottom) row.push(box);
    else rows.push([box]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.left - b.left));
}

/** Greedy CTC decoding: the likeliest class of each step, without blanks and without what repeats the step before. */
function decode(probabilities: Float32Array, characters: readonly string[]): Omit<Line, "box"> {
  const classes = characters.length;
  let text = "";
  let sum = 0;
  let kept = 0;
  let previous = BLANK;
  for (let at = 0; at < probabilities.length; at += classes) {
    let best = 0;
    let largest = probabilities[at]!;
    for (let k = 1; k < classes; k++) {
      if (probabilities[at + k]! > largest) {
        largest = probabilities[at + k]!;
        best = k;
      }
    }
    if (best !== BLANK && best !== previous) {
      text += characters[best]!;
      sum += largest;
      kept++;
    }
    previous = best;
  }
  return { text, confidence: kept === 0 ? 0 : sum / kept };
}

function answerOf(lines: readonly Line[]): Uint8Array {
  const written = lines.map(({ text, confidence, box }) => {
    const tenThousandths = String(Math.floor(confidence * 10_000 + 0.5)).padStart(5, "0");
    const decimal = `${tenThousandths.slice(0, -4)}.${tenThousandths.slice(-4)}`;
    const sides = [box.left, box.top, box.right, box.bottom].join(",");
    return `{"text":${JSON.stringify(text)},"confidence":${decimal},"box":[${sides}]}`;
  });
  return new TextEncoder().encode(`{"lines":[${written.join(",")}]}`);
}

function lengthError(model: string, expected: string, found: number | undefined): Error {
  return new Error(`expected ${expected} from ${model}, found ${found ?? "nothing"}`);
}

export const createGlue: CreateGlue<StepGlue> = (assets) => {
  const keys = new TextDecoder().decode(assets).replace(/\n$/, "");
  if (keys === "")
    throw new Error("expected the characters of the recognition model, one a line, found none");
  const characters = ["", ...keys.split("\n"), " "];
  const classes = characters.length;

  return {
    *serve(payload): Generator<ModelCall, Uint8Array, readonly Float32Array[]> {
      const picture = parsePicture(payload);
      const longest = Math.max(picture.width, picture.height);
      const width = detectionSide(picture.width, longest);
      const height = detectionSide(picture.height, longest);
      const whole = { left: 0, top: 0, right: picture.width, bottom: picture.height };
      const image = planesOf(picture, whole, [width, height, width], DETECTION_GAINS, DETECTION_OFFSETS);
      const [map] = yield { model: "detection", inputs: [{ data: image, dims: [1, 3, height, width] }] };
      if (map?.length !== width * height) {
        throw lengthError("detection", `${width * height} probabilities`, map?.length);
      }

      const lines: Line[] = [];
      const boxes = textBoxes(map, width, height)
        .map((box) => unclipped(box, width, height, picture))
        .filter(isLarge);
      for (const box of inReadingOrder(boxes)) {
        const [w, h] = [box.right - box.left, box.bottom - box.top];
        const lineWidth = Math.min(Math.ceil((LINE_HEIGHT * w) / h), LINE_LONGEST);
        const planeWidth = Math.ceil(lineWidth / LINE_MULTIPLE) * LINE_MULTIPLE;
        const line = planesOf(picture, box, [lineWidth, LINE_HEIGHT, planeWidth], LINE_GAINS, LINE_OFFSETS);
        const [probabilities] = yield {
          model: "recognition",
          inputs: [{ data: line, dims: [1, 3, LINE_HEIGHT, planeWidth] }],
        };
        if (!probabilities || probabilities.length % classes !== 0) {
          throw lengthError("recognition", `a multiple of ${classes} probabilities`, probabilities?.length);
        }
        const { text, confidence } = decode(probabilities, characters);
        if (confidence >= LEAST_CONFIDENCE) lines.push({ text, confidence, box });
      }
      return answerOf(lines);
    },
  };
};
