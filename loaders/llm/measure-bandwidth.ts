import type { BandwidthRow, Effort } from "../../src/model/run-file.ts";
import { runProgram } from "../harness/run-program.ts";

const BYTES = 256 * 2 ** 20;
const ROUNDS: Readonly<Record<Effort, number>> = { quick: 9, default: 21, publish: 51 };
const TIMEOUT_MS = 60_000;

interface Options {
  readonly effort: Effort;
  readonly signal: AbortSignal;
}

/** How fast one thread moves memory, by copying: each byte is read once and written once. */
export async function measureBandwidth({ effort, signal }: Options): Promise<BandwidthRow> {
  const roundMs = (await runProgram(
    { module: "llm/copy-memory.ts", host: "node" },
    { bytes: BYTES, rounds: ROUNDS[effort] },
    { timeoutMs: TIMEOUT_MS, signal },
  )) as number[];
  return { kind: "bandwidth", bytesMoved: 2 * BYTES, roundMs, at: new Date().toISOString() };
}
