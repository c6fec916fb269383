import type { AdviceInputs, Option } from "../../model/advice.js";
import { type Cost, lambdaCostPer1000 } from "../../model/cost/lambda.js";
import { type SeedCost, type SeedRuntime, seedCostPer1000 } from "../../model/cost/seed-formula.js";

/** The bill behind an option's price, line by line; null where it is not billed. */
export function billOf({ cost, cell }: Option, inputs: AdviceInputs): Cost | null {
  if (cost.state !== "priced") return null;
  return lambdaCostPer1000({
    durationMs: cell.p50Ms.value,
    memoryMb: cost.memoryMb,
    initMs: Math.max(0, cell.coldTotalMs.value - cell.p50Ms.value),
    coldShare: inputs.coldShare,
    architecture: "x86",
  });
}

/** What the formula of seed 000 makes of the same measurement; null without a peak memory. */
export function seedBillOf({ cell, memoryBytes, target }: Option): SeedCost | null {
  if (memoryBytes === null) return null;
  const runtime: SeedRuntime = target.port === "wasm" ? "wasmtime" : "native";
  return seedCostPer1000(runtime, cell.p50Ms.value, memoryBytes / (1024 * 1024));
}
