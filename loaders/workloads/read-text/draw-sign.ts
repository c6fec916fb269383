import { encode } from "fast-png";
import { mulberry32 } from "../../../src/model/random.ts";
import { type Colour, drawTexts, type TextRun } from "./draw-text.ts";

/** Text on a plain ground: what is drawn, and so what is to be read. */
export interface Sign {
  readonly width: number;
  readonly height: number;
  readonly ground: Colour;
  readonly ink: Colour;
  /** In reading order. */
  readonly runs: readonly TextRun[];
}

// In levels of 255: as a camera sees an even ground.
const SHADE = 14;
const GRAIN = 5;

/** The sign as a PNG, RGB with 8 bits a channel; the same bytes each time. */
export function drawSign({ width, height, ground, ink, runs }: Sign): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  const random = mulberry32(width);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      // Darker towards the lower right.
      const light = (random() - 0.5) * GRAIN - (SHADE * (x + y)) / (width + height);
      for (let c = 0; c < 3; c++) pixels[at + c] = Math.min(255, Math.max(0, Math.round(ground[c]! + light)));
    }
  }
  drawTexts({ width, height, pixels }, runs, ink);
  return encode({ width, height, data: pixels, channels: 3, depth: 8 });
}
