import type { CallGlue, CreateGlue } from "../workload.ts";

// Implements spec.md; glue.py and glue.c are its twins.
const SENSORS = 8;
const WINDOW = 16;
const ALPHA = 0.25;
const ALARM_ON = 0.65;
const ALARM_OFF = 0.35;

function parseNumber(field: string): number {
  const negative = field.startsWith("-");
  const point = field.indexOf(".");
  const digits = (negative ? field.slice(1) : field).replace(".", "");
  if (!/^\d+$/.test(digits))
    throw new Error(`"${field}" is no reading; allowed are -?digits[.digits] or an empty field`);
  const value = Number(digits) / 10 ** (point < 0 ? 0 : field.length - point - 1);
  return negative ? -value : value;
}

function preprocess(payload: Uint8Array): Float32Array[] {
  const lines = new TextDecoder().decode(payload).split("\n");
  if (!lines[0]?.startsWith("timestamp,device,")) {
    throw new Error(`expected a CSV header "timestamp,device,…", found "${lines[0]?.slice(0, 40)}"`);
  }
  if (lines.at(-1) === "") lines.pop();
  const rows = lines.length - 1;
  const features = new Float32Array(rows * 3 * SENSORS);
  const history = Array.from({ length: SENSORS }, () => new Float64Array(rows));
  const sum = new Float64Array(SENSORS);
  const sumOfSquares = new Float64Array(SENSORS);
  const last = new Float64Array(SENSORS);
  for (let row = 0; row < rows; row++) {
    const fields = lines[row + 1]!.split(",");
    if (fields.length !== SENSORS + 2) {
      throw new Error(`line ${row + 2} has ${fields.length} fields, expected ${SENSORS + 2}`);
    }
    const n = Math.min(row + 1, WINDOW);
    for (let s = 0; s < SENSORS; s++) {
      const field = fields[s + 2]!;
      const v = field === "" ? last[s]! : parseNumber(field);
      last[s] = v;
      history[s]![row] = v;
      sum[s]! += v;
      sumOfSquares[s]! += v * v;
      if (row >= WINDOW) {
        const old = history[s]![row - WINDOW]!;
        sum[s]! -= old;
        sumOfSquares[s]! -= old * old;
      }
      const mean = sum[s]! / n;
      const deviation = Math.sqrt(Math.max(0, sumOfSquares[s]! / n - mean * mean));
      const base = row * 3 * SENSORS + s;
      features[base] = v;
      features[base + SENSORS] = mean;
      features[base + 2 * SENSORS] = (v - mean) / (deviation + 1e-3);
    }
  }
  return [features];
}

function postprocess([score]: readonly Float32Array[]): Float32Array {
  const rows = score!.length;
  const alarms: number[] = [];
  let smoothed = score![0] ?? 0;
  let start = -1;
  let peak = 0;
  for (let row = 0; row < rows; row++) {
    smoothed += ALPHA * (score![row]! - smoothed);
    if (start < 0 && smoothed >= ALARM_ON) {
      start = row;
      peak = smoothed;
    } else if (start >= 0 && smoothed < ALARM_OFF) {
      alarms.push(start, row - 1, peak);
      start = -1;
    } else if (start >= 0 && smoothed > peak) {
      peak = smoothed;
    }
  }
  if (start >= 0) alarms.push(start, rows - 1, peak);
  return Float32Array.from([rows, alarms.length / 3, ...alarms]);
}

export const createGlue: CreateGlue<CallGlue> = () => ({ preprocess, postprocess });
