import type { Reach } from "../run-file.js";

export type Objective = "cost" | "latency";

/** What the reader decides; everything else in an advice is measured or priced. */
export interface AdviceInputs {
  /** Where the workload has to run. */
  readonly reach: Reach;
  /** Whether a GPU is there to be used. */
  readonly gpu: boolean;
  readonly p99SloMs: number | null;
  /** Memory available to one instance, 1 MB = 1,024² bytes. */
  readonly memoryLimitMb: number | null;
  /** Share of the requests that meet a cold instance, 0 to 1. */
  readonly coldShare: number;
  /** Longest tolerable cold request, from spawn to first result. */
  readonly coldSloMs: number | null;
  /** Smallest speed-up worth a port. An assumption about effort, not a measurement. */
  readonly minimumGain: number;
  readonly objective: Objective;
}

export const DEFAULT_INPUTS: AdviceInputs = {
  reach: "server",
  gpu: false,
  p99SloMs: null,
  memoryLimitMb: null,
  coldShare: 0.01,
  coldSloMs: null,
  minimumGain: 1.2,
  objective: "cost",
};

/** In a browser or on an edge device nobody sends a bill for compute: what is left to optimise is latency. */
export function defaultObjective(reach: Reach): Objective {
  return reach === "server" ? "cost" : "latency";
}

/** Everything that is wrong with the inputs, each with its value, what is allowed, and the fix. Empty if nothing. */
export function validateInputs(inputs: AdviceInputs): string[] {
  const errors: string[] = [];
  const check = (ok: boolean, name: keyof AdviceInputs, allowed: string) => {
    if (!ok) errors.push(`${name} is ${inputs[name]}: ${allowed}`);
  };
  const positiveOrNull = (value: number | null) => value === null || (Number.isFinite(value) && value > 0);
  check(["browser", "edge", "server"].includes(inputs.reach), "reach", "choose browser, edge or server");
  check(positiveOrNull(inputs.p99SloMs), "p99SloMs", "give milliseconds above 0, or null for no SLO");
  check(positiveOrNull(inputs.coldSloMs), "coldSloMs", "give milliseconds above 0, or null for no SLO");
  check(positiveOrNull(inputs.memoryLimitMb), "memoryLimitMb", "give MB above 0, or null for no limit");
  check(
    inputs.coldShare >= 0 && inputs.coldShare <= 1,
    "coldShare",
    "give a share from 0 to 1, such as 0.01",
  );
  check(
    Number.isFinite(inputs.minimumGain) && inputs.minimumGain >= 1,
    "minimumGain",
    "give a speed-up of 1 or more, such as 1.2",
  );
  check(["cost", "latency"].includes(inputs.objective), "objective", "choose cost or latency");
  if (inputs.objective === "cost" && inputs.reach !== "server") {
    errors.push(
      `objective is cost with reach ${inputs.reach}: the device sends no bill; choose latency, or reach server`,
    );
  }
  return errors;
}
