import { below, mulberry32, type Random } from "../../src/model/random.ts";

// Scales with the picture, so a scene is the same scene at every size.
const OCTAVES = [
  { columns: 5, rows: 4, amplitude: 150 },
  { columns: 28, rows: 21, amplitude: 60 },
];
const GRAIN_LENGTH = 1 << 16;

/**
 * A photograph-like scene as a binary PPM: smooth light, shaded and striped shapes, film grain. It uses
 * integer and basic arithmetic and `Math.sqrt` only, which every engine rounds alike, so equal seeds give
 * equal bytes.
 */
export function picture(width: number, height: number, scene: number): Uint8Array {
  const random = mulberry32(scene);
  const header = new TextEncoder().encode(`P6\n${width} ${height}\n255\n`);
  const bytes = new Uint8Array(header.length + width * height * 3);
  bytes.set(header);
  const pixels = new Uint8ClampedArray(bytes.buffer, header.length);
  paintLight(pixels, width, height, random);
  for (let shapes = 14 + below(random, 8); shapes > 0; shapes--) paintShape(pixels, width, height, random);
  addGrain(pixels, width, height, random);
  return bytes;
}

/** Value noise of two octaves: colours on a coarse and a fine grid, interpolated between grid points. */
function paintLight(pixels: Uint8ClampedArray, width: number, height: number, random: Random): void {
  const octaves = OCTAVES.map(({ columns, rows, amplitude }) => ({
    columns,
    grid: Float64Array.from({ length: (columns + 1) * (rows + 1) * 3 }, () => (random() - 0.5) * amplitude),
    line: new Float64Array((columns + 1) * 3),
    cells: Int32Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * columns) / width) * 3),
    fractions: Float64Array.from({ length: width }, (_, x) => (((x + 0.5) * columns) / width) % 1),
    yStep: rows / height,
  }));
  const light = new Float64Array(width * 3);
  for (let y = 0; y < height; y++) {
    light.fill(118);
    for (const { columns, grid, line, cells, fractions, yStep } of octaves) {
      const v = (y + 0.5) * yStep;
      const above = Math.floor(v) * (columns + 1) * 3;
      const below = above + (columns + 1) * 3;
      for (let i = 0; i < line.length; i++) {
        line[i] = grid[above + i]! + (grid[below + i]! - grid[above + i]!) * (v - Math.floor(v));
      }
      for (let x = 0, i = 0; x < width; x++, i += 3) {
        const at = cells[x]!;
        const f = fractions[x]!;
        light[i]! += line[at]! + (line[at + 3]! - line[at]!) * f;
        light[i + 1]! += line[at + 1]! + (line[at + 4]! - line[at + 1]!) * f;
        light[i + 2]! += line[at + 2]! + (line[at + 5]! - line[at + 2]!) * f;
      }
    }
    pixels.set(light, y * width * 3);
  }
}

/** An ellipse or a rectangle, shaded from the upper left, every other one striped. */
function paintShape(pixels: Uint8ClampedArray, width: number, height: number, random: Random): void {
  const centreX = random() * width;
  const centreY = random() * height;
  const radiusX = (0.03 + 0.14 * random()) * width;
  const radiusY = (0.03 + 0.14 * random()) * width;
  const round = random() < 0.6;
  const [red, green, blue] = [random() * 255, random() * 255, random() * 255];
  const shade = 0.2 + 0.3 * random();
  const stripes = random() < 0.5 ? 0 : (0.004 + 0.03 * random()) * width;
  const slant = random() * 2 - 1;

  const top = Math.max(0, Math.ceil(centreY - radiusY));
  const bottom = Math.min(height - 1, Math.floor(centreY + radiusY));
  for (let y = top; y <= bottom; y++) {
    const dy = (y - centreY) / radiusY;
    const halfWidth = round ? radiusX * Math.sqrt(Math.max(0, 1 - dy * dy)) : radiusX;
    const left = Math.max(0, Math.ceil(centreX - halfWidth));
    const right = Math.min(width - 1, Math.floor(centreX + halfWidth));
    for (let x = left, i = (y * width + left) * 3; x <= right; x++, i += 3) {
      let light = 1 - shade * ((x - centreX) / radiusX + dy);
      if (stripes > 0 && (Math.floor((x + slant * y) / stripes) & 1) === 1) light *= 0.55;
      pixels[i] = red * light;
      pixels[i + 1] = green * light;
      pixels[i + 2] = blue * light;
    }
  }
}

/** Noise of ±6 levels from a table that every line enters at another place: cheaper than a draw per byte. */
function addGrain(pixels: Uint8ClampedArray, width: number, height: number, random: Random): void {
  const grain = Int8Array.from({ length: GRAIN_LENGTH }, () => below(random, 13) - 6);
  for (let y = 0, i = 0; y < height; y++) {
    let at = below(random, GRAIN_LENGTH);
    for (const end = i + width * 3; i < end; i++) {
      pixels[i] = pixels[i]! + grain[at]!;
      at = (at + 1) & (GRAIN_LENGTH - 1);
    }
  }
}
