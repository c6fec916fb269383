/** What an ONNX Runtime profile leaves open, one sentence each. */
import { formatMs, formatShare } from "../../format.js";
import { firstRunNote } from "./first-run.js";
import type { JsonEventsReport } from "./json-events.js";

/** The profiler's buffer. What happens after it is full is not recorded, and the file does not say so. */
const PRODUCER_LIMIT = 1_000_000;

/** What the profiler adds to each node that it records, µs: an order of magnitude (`npm run bench -- --only ort-profiler`). */
export const ORT_PROFILER_NODE_US = 7;

/** What the profiler itself does to the times, in one sentence; null where it recorded no node. */
export function ortBias(nodes: number, wallMs: number): string | null {
  if (nodes === 0 || wallMs <= 0) return null;
  const addedMs = Math.min((nodes * ORT_PROFILER_NODE_US) / 1e3, wallMs);
  return (
    `The profiler adds some ${ORT_PROFILER_NODE_US} µs to each node that it records, about half of it to the node's own time (an order of ` +
    `magnitude, measured with ONNX Runtime 1.30 on a CPU): for the ${nodes.toLocaleString("en-US")} nodes here that is ` +
    `${formatMs(addedMs)}, ${formatShare(addedMs / wallMs)} of the wall time, so small operators look longer than they are.`
  );
}

interface OrtFacts {
  readonly report: Pick<JsonEventsReport, "events" | "closed">;
  /** Where another profile starts after this one, or null. */
  readonly next: number | null;
  /** Of each run of the thread that is shown, in order, milliseconds; null where there are none. */
  readonly runsMs: readonly number[] | null;
  /** Threads with runs. */
  readonly threads: number;
  /** Whether the thread that is shown was asked for. */
  readonly isAsked: boolean;
  /** Kernels of a run that the file does not hold to its end. */
  readonly unfinished: number;
  /** Execution providers on a device whose own work is not on the clock. */
  readonly unseenDevices: readonly string[];
  /** Whether kernels are timed on the GPU's own clock. */
  readonly hasGpuClock: boolean;
}

export function ortNotes(facts: OrtFacts): string[] {
  const { next, runsMs, threads, isAsked, unfinished, unseenDevices, hasGpuClock } = facts;
  const { events, closed } = facts.report;
  const notes: string[] = [];
  if (events >= PRODUCER_LIMIT) {
    notes.push(
      `The profile has ${events} events, and ONNX Runtime drops what comes after 1,000,000 without a word: its end ` +
        "is missing. Profile fewer runs.",
    );
  }
  if (next !== null) {
    notes.push(`Another profile follows at byte ${next}; it was not read, as its clock is its own.`);
  }
  if (!closed) {
    notes.push("The closing bracket is missing: the process ended before the profiler did.");
  }
  if (unseenDevices.length > 0) {
    notes.push(
      `Nodes ran on ${unseenDevices.join(", ")}, and the device's own work is not on the profile's clock: a ` +
        "node's time is that of starting its kernel wherever the device works on its own, and waiting for the device " +
        "stays unattributed. A profile of the device (Nsight Systems, or PyTorch's for the same model) shows it.",
    );
  }
  if (runsMs) notes.push(...firstRunNote(runsMs, "runs", "Profile more runs."));
  if (hasGpuClock) {
    notes.push(
      "WebGPU kernels are timed on the GPU's own clock, which the profile does not tie to the CPU's: they count as " +
        "operators, and the wall time of the runs is the executor's.",
    );
  }
  if (!runsMs) {
    notes.push(
      "There is no model_run in the profile: it ended before the first run did, and the shares are those of loading " +
        "and initialisation, which belong to the cold start.",
    );
  }
  if (unfinished > 0) {
    notes.push(
      `${unfinished} kernels started after the last model_run ended: the profile ends within a run, which is left ` +
        "out of the times and counts among the operators only.",
    );
  }
  if (threads > 1) {
    const which = isAsked ? "the one that was asked for is shown" : "the busiest is the request's";
    notes.push(`${threads} threads ran the model: ${which}, the others are not.`);
  }
  return notes;
}
