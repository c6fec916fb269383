import { below, type Random } from "../../../src/model/random.ts";
import type { CallWorkload, WorkloadSize } from "../workload.ts";
import { buildModel } from "./model.ts";

interface Size extends WorkloadSize {
  readonly rows: number;
}

const SENSORS = 8;

/** Sensor readings that drift, with noise, missing fields, and bursts that should raise alarms. */
function payload({ rows }: Size, random: Random): Uint8Array {
  const lines = [`timestamp,device,${Array.from({ length: SENSORS }, (_, s) => `s${s}`).join(",")}`];
  const level = Array.from({ length: SENSORS }, () => random() * 2 - 1);
  let burst = 0;
  for (let row = 0; row < rows; row++) {
    if (burst > 0) burst--;
    else if (random() < 0.01) burst = 10 + below(random, 30);
    const fields = level.map((value, s) => {
      level[s] = value * 0.98 + (random() - 0.5) * 0.2;
      if (random() < 0.02) return "";
      return (level[s]! + (burst > 0 ? 3 : 0) + (random() - 0.5) * 0.1).toFixed(3);
    });
    lines.push(
      `${1_700_000_000_000 + row * 250},pump-${String(row % 24).padStart(2, "0")},${fields.join(",")}`,
    );
  }
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

export const scoreTelemetry: CallWorkload<Size> = {
  id: "score-telemetry",
  title: "Score telemetry",
  summary:
    "Parse a batch of CSV sensor lines, compute rolling features, score them with a small MLP, raise alarms.",
  sizes: [
    { id: "small", label: "512 CSV lines", rows: 512 },
    { id: "medium", label: "4,096 CSV lines", rows: 4_096 },
    { id: "large", label: "16,384 CSV lines", rows: 16_384 },
  ],
  quickSize: "small",
  defaultSize: "medium",
  modelName: "MLP 24-64-32-1",
  inputs: ({ rows }) => [{ name: "features", type: "float32", dims: [rows, 24] }],
  outputs: ({ rows }) => [{ name: "score", type: "float32", dims: [rows, 1] }],
  payload,
  buildModel,
  maxResultLength: ({ rows }) => 2 + 3 * rows,
  arrayShare: 0.36,
  tolerance: { tensors: 1e-4, result: 1e-3 },
};
