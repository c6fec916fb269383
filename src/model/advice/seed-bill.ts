import { type SeedCost, type SeedRuntime, seedCostPer1000 } from "../cost/seed-formula.js";
import type { Option } from "./option.js";

/** What the formula of seed 000 makes of a measured option; null without a peak memory. */
export function seedBillOf({ cell, memoryBytes, target }: Option): SeedCost | null {
  if (memoryBytes === null) return null;
  const runtime: SeedRuntime = target.port === "wasm" ? "wasmtime" : "native";
  return seedCostPer1000(runtime, cell.p50Ms.value, memoryBytes / (1024 * 1024));
}
