import type { RunDigest } from "../../model/runs/digest.js";
import { machineText } from "../other-machine.js";

/** "2026-11-27 05:16", of the clock at Greenwich: a run file's own. */
export const dateText = (startedAt: string): string => `${startedAt.slice(0, 10)} ${startedAt.slice(11, 16)}`;

/** "2026-11-27 05:16 (AMD EPYC, 2 cores, 24 GiB; quick)" */
export const runName = ({ startedAt, environment, effort }: RunDigest): string =>
  `${dateText(startedAt)} (${machineText(environment)}; ${effort})`;

/** What measured it. */
export function measuredBy({ environment: { kit, browser } }: RunDigest): "harness" | "kit" | "browser" {
  if (kit !== undefined) return "kit";
  return browser ? "browser" : "harness";
}
