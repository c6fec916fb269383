import { CAP_HEIGHT, STROKES } from "./stroke-font.ts";

/** An RGB picture, 8 bits a channel. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

export type Colour = readonly [red: number, green: number, blue: number];

export interface TextRun {
  readonly text: string;
  readonly left: number;
  readonly baseline: number;
  /** Height of a capital letter, in pixels, as the two before it. */
  readonly height: number;
}

interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

interface Glyph {
  readonly segments: readonly Segment[];
  readonly width: number;
}

// In the units of the font.
const PEN_WIDTH = 2.6;
const GAP = 5;
const SPACE = 6;
const STEPS_PER_CURVE = 10;

/** Path data of absolute M, L and C as straight segments. */
function glyphOf(path: string): Glyph {
  const segments: Segment[] = [];
  let x = 0;
  let y = 0;
  let width = 0;
  const lineTo = (toX: number, toY: number) => {
    segments.push({ x1: x, y1: y, x2: toX, y2: toY });
    x = toX;
    y = toY;
    width = Math.max(width, toX);
  };
  for (const [, command, list] of path.matchAll(/([MLC])([^MLC]*)/g)) {
    const numbers = list!.trim().split(" ").map(Number);
    if (command === "C") {
      for (let i = 0; i < numbers.length; i += 6) {
        const [ax, ay, bx, by, cx, cy] = numbers.slice(i, i + 6) as [
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        const [fromX, fromY] = [x, y];
        for (let step = 1; step <= STEPS_PER_CURVE; step++) {
          const t = step / STEPS_PER_CURVE;
          const s = 1 - t;
          lineTo(
            s * s * s * fromX + 3 * s * s * t * ax + 3 * s * t * t * bx + t * t * t * cx,
            s * s * s * fromY + 3 * s * s * t * ay + 3 * s * t * t * by + t * t * t * cy,
          );
        }
      }
      continue;
    }
    if (command === "M") {
      x = numbers[0]!;
      y = numbers[1]!;
      width = Math.max(width, x);
    }
    for (let i = command === "M" ? 2 : 0; i < numbers.length; i += 2) lineTo(numbers[i]!, numbers[i + 1]!);
  }
  return { segments, width };
}

const glyphs = new Map(Object.entries(STROKES).map(([character, path]) => [character, glyphOf(path)]));

function segmentsOf({ text, left, baseline, height }: TextRun): Segment[] {
  const scale = height / CAP_HEIGHT;
  const top = baseline - height;
  const segments: Segment[] = [];
  let x = left;
  for (const character of text) {
    if (character === " ") {
      x += (SPACE + GAP) * scale;
      continue;
    }
    const glyph = glyphs.get(character);
    if (!glyph) {
      throw new Error(
        `no strokes for ${JSON.stringify(character)}; there are some for ${[...glyphs.keys()].join("")}`,
      );
    }
    for (const { x1, y1, x2, y2 } of glyph.segments) {
      segments.push({ x1: x + x1 * scale, y1: top + y1 * scale, x2: x + x2 * scale, y2: top + y2 * scale });
    }
    x += (glyph.width + GAP) * scale;
  }
  return segments;
}

/** Raises the coverage of the pixels near a segment to what a round pen of this radius covers of them. */
function stroke(
  coverage: Float64Array,
  { width, height }: Canvas,
  { x1, y1, x2, y2 }: Segment,
  radius: number,
): void {
  const reach = radius + 1;
  const dx = x2 - x1;
  const dy = y2 - y1;
  const squared = dx * dx + dy * dy;
  const bottom = Math.min(height - 1, Math.ceil(Math.max(y1, y2) + reach));
  const right = Math.min(width - 1, Math.ceil(Math.max(x1, x2) + reach));
  const left = Math.max(0, Math.floor(Math.min(x1, x2) - reach));
  for (let y = Math.max(0, Math.floor(Math.min(y1, y2) - reach)); y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const px = x + 0.5 - x1;
      const py = y + 0.5 - y1;
      const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
      const ox = px - along * dx;
      const oy = py - along * dy;
      const covered = Math.min(1, radius + 0.5 - Math.sqrt(ox * ox + oy * oy));
      if (covered > coverage[y * width + x]!) coverage[y * width + x] = covered;
    }
  }
}

/**
 * Draws texts with a round pen, anti-aliased. Like ../picture.ts it computes with basic arithmetic and `Math.sqrt` only, which
 * every engine rounds alike: equal texts give equal pixels.
 */
export function drawTexts(canvas: Canvas, runs: readonly TextRun[], colour: Colour): void {
  const { width, height, pixels } = canvas;
  // Gathered before anything is painted: strokes that cross must not darken a pixel twice.
  const coverage = new Float64Array(width * height);
  for (const run of runs) {
    const radius = ((PEN_WIDTH / 2) * run.height) / CAP_HEIGHT;
    for (const segment of segmentsOf(run)) stroke(coverage, canvas, segment, radius);
  }
  for (let at = 0; at < coverage.length; at++) {
    if (coverage[at] === 0) continue;
    for (let c = 0; c < 3; c++) {
      const under = pixels[3 * at + c]!;
      pixels[3 * at + c] = Math.round(under + (colour[c]! - under) * coverage[at]!);
    }
  }
}
