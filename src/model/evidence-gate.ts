/** What a profile must show before a verdict may rest on it. One gate for recordings and imported profiles. */
import { PROFILER_INFLATION_LIMIT } from "./attribution.js";
import type { TraceAttribution } from "./traces/result.js";

/** Shares are of the wall time, 0 to 1. */
export interface EvidenceFacts {
  /** In a bucket, or known to be waiting while nothing else worked. */
  readonly explainedShare: number;
  /** In the largest frames that no rule knows. */
  readonly unmatchedShare: number;
  /** Waiting in which threads or processes that the profile does not follow used CPU time. */
  readonly unfollowedShare: number;
  /** Profiled over unprofiled wall time, minus 1; null where both were not measured, or nothing was profiled. */
  readonly inflation: number | null;
  /** A native engine that the profile saw only as Python frames. */
  readonly hiddenEngine: { readonly name: string; readonly share: number } | null;
  /** On a GPU or another device, waiting for it included. */
  readonly deviceShare: number;
}

/** Evidence that nothing speaks against, as of workloads whose stages are marked. */
export const SOUND_EVIDENCE: EvidenceFacts = {
  explainedShare: 1,
  unmatchedShare: 0,
  unfollowedShare: 0,
  inflation: null,
  hiddenEngine: null,
  deviceShare: 0,
};

/** Below this, what nobody explains may well change which course is best. */
export const LEAST_EXPLAINED_SHARE = 0.9;

/** As much may hide in an engine that was not seen: the same tolerance as for time that nobody explains. */
const MOST_HIDDEN_SHARE = 1 - LEAST_EXPLAINED_SHARE;

/** Less time on a device is a stray frame, and decides nothing. */
const STRAY_DEVICE_SHARE = 0.01;

/** Shares that were added up in floating point may miss the limit by as much. */
const ROUNDING = 1e-9;

export type EvidenceFault =
  | ({ readonly kind: "unattributed"; readonly leastShare: number } & Pick<
      EvidenceFacts,
      "explainedShare" | "unmatchedShare" | "unfollowedShare"
    >)
  | { readonly kind: "hidden engine"; readonly engine: string; readonly share: number }
  | { readonly kind: "inflated"; readonly inflation: number; readonly limit: number }
  /** Only what keeps the device can be judged: no ratio of CPU code tells what its work would take elsewhere. */
  | { readonly kind: "on a device"; readonly share: number };

export type EvidenceGate =
  | { readonly state: "sound" }
  | {
      readonly state: "unsound";
      /** At least one. */
      readonly faults: readonly EvidenceFault[];
      /** Which courses no verdict may speak of: all, or only ports, which would leave the device. */
      readonly excludes: "all" | "ports";
    };

/** How the profile came about, which decides how to get a better one. */
export type EvidenceSubject =
  /** `portolan profile` recorded this command; or attached to it with this option, where it ran already. */
  | { readonly kind: "recording"; readonly command: readonly string[]; readonly attached?: string | null }
  /** Another tool wrote this file. */
  | { readonly kind: "profile"; readonly file: string };

/** A profile's fitness to carry a verdict, and where it came from. */
export interface ProfileEvidence {
  readonly gate: EvidenceGate;
  readonly source: EvidenceSubject;
}

/** @param unfollowedMs waiting in which others used CPU time, in the attribution's time */
export function evidenceOf(
  { wallMs, buckets, waiting, unmatched, hiddenEngine, deviceMs }: TraceAttribution,
  { inflation = null, unfollowedMs = 0 }: { inflation?: number | null; unfollowedMs?: number } = {},
): EvidenceFacts {
  const share = (ms: number) => (wallMs > 0 ? Math.min(1, ms / wallMs) : 0);
  const unfollowedShare = Math.min(share(unfollowedMs), waiting.share);
  return {
    explainedShare: 1 - buckets.unattributed.share + waiting.share - unfollowedShare,
    unmatchedShare: unmatched.reduce((sum, frame) => sum + frame.share, 0),
    unfollowedShare,
    inflation,
    hiddenEngine: hiddenEngine && { name: hiddenEngine.name, share: share(hiddenEngine.ms) },
    deviceShare: share(Object.values(deviceMs).reduce((sum, ms) => sum + ms, 0)),
  };
}

export function evidenceGate(facts: EvidenceFacts): EvidenceGate {
  const { explainedShare, unmatchedShare, unfollowedShare, inflation, hiddenEngine, deviceShare } = facts;
  const faults: EvidenceFault[] = [];
  if (hiddenEngine !== null && hiddenEngine.share >= MOST_HIDDEN_SHARE) {
    faults.push({ kind: "hidden engine", engine: hiddenEngine.name, share: hiddenEngine.share });
  }
  if (explainedShare < LEAST_EXPLAINED_SHARE - ROUNDING) {
    const leastShare = LEAST_EXPLAINED_SHARE;
    faults.push({ kind: "unattributed", leastShare, explainedShare, unmatchedShare, unfollowedShare });
  }
  if (inflation !== null && inflation > PROFILER_INFLATION_LIMIT) {
    faults.push({ kind: "inflated", inflation, limit: PROFILER_INFLATION_LIMIT });
  }
  const excludesAll = faults.length > 0;
  if (deviceShare >= STRAY_DEVICE_SHARE) faults.push({ kind: "on a device", share: deviceShare });
  if (faults.length === 0) return { state: "sound" };
  return { state: "unsound", faults, excludes: excludesAll ? "all" : "ports" };
}
