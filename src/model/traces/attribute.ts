/** From a profile and a rule table to the three buckets. */
import { BUCKETS, type Bucket, type BucketOrUnattributed, type NodeDestination } from "../buckets.js";
import { LEAST_EXPLAINED_SHARE } from "../evidence-gate.js";
import { formatShare } from "../format.js";
import { noTime } from "./bucket-ms.js";
import { resolveNodes } from "./destinations.js";
import { hiddenEngine } from "./hidden-engine.js";
import { isOnDevice } from "./on-device.js";
import type { ImportedProfile } from "./profile.js";
import { bucketsOf, requestSpread } from "./request-spread.js";
import type { BucketShare, RuleTime, TraceAttribution } from "./result.js";
import type { BucketRule } from "./rules/rule.js";
import { DUST, largestUnmatched } from "./unmatched.js";
import { unseenDevice } from "./unseen-device.js";

/** Self times may exceed the wall time by rounding; by more than this, the wall time is wrong. */
const ROUNDING = 1e-6;

/**
 * Bills the self time of every frame to the first rule that holds. Wall time that no frame covers, that no rule
 * matches or that is known to be waiting is unattributed.
 */
export function attributeTrace(profile: ImportedProfile, rules: readonly BucketRule[]): TraceAttribution {
  const { tree } = profile;
  const resolved = resolveNodes(profile, rules);
  const ms = noTime();
  const deviceMs = noTime();
  const onDevice = tree.frames.map(isOnDevice);
  const byRule = new Float64Array(rules.length);
  for (let node = 1; node < tree.parent.length; node++) {
    const self = tree.selfMs[node]!;
    const destination = resolved.destinations[node]!;
    ms[destination] += self;
    if (onDevice[tree.frame[node]!]) deviceMs[destination] += self;
    if (destination !== "unattributed") byRule[resolved.rule[node]!]! += self;
  }

  const covered = BUCKETS.reduce((sum, bucket) => sum + ms[bucket], ms.unattributed + ms.waiting);
  const wallMs = Math.max(profile.wallMs, covered);
  const share = (part: number) => (wallMs > 0 ? Math.min(1, part / wallMs) : 0);
  const buckets = bucketShares(ms, wallMs);
  const coverage = 1 - buckets.unattributed.share;
  return {
    format: profile.format,
    producer: profile.producer,
    wallMs,
    buckets,
    waiting: { ms: ms.waiting, share: Math.min(share(ms.waiting), buckets.unattributed.share) },
    coverage,
    sampled: profile.sampled,
    samples: profile.samples,
    intervalMs: profile.intervalMs,
    clock: profile.clock,
    bias: profile.bias,
    hiddenMs: profile.hiddenMs,
    hiddenEngine: hiddenEngine(tree, resolved.destinations),
    deviceMs,
    device: profile.device,
    threads: profile.threads,
    requests: profile.requests && requestSpread(profile.requests, resolved.destinations),
    startUp: profile.startUp && {
      until: profile.startUp.until,
      ...bucketsOf(profile.startUp, resolved.destinations),
    },
    warnings: [
      ...profile.warnings,
      ...unseenDevice(tree, wallMs),
      ...warningsOf(profile, coverage, covered - ms.unattributed, covered),
    ],
    rules: rules
      .map(({ id, bucket, reason }, at): RuleTime => {
        return { id, bucket, reason, ms: byRule[at]!, share: share(byRule[at]!) };
      })
      .filter((rule) => rule.ms > wallMs * DUST)
      .sort((a, b) => b.ms - a.ms),
    unmatched: largestUnmatched(tree, resolved, share),
  };
}

/** Per node of the profile's tree (0 is the root): where its self time goes. */
export function nodeDestinations(
  profile: ImportedProfile,
  rules: readonly BucketRule[],
): readonly NodeDestination[] {
  return resolveNodes(profile, rules).destinations;
}

/** The four shares sum to 1 exactly, added in the order in which they are listed; none is negative. */
function bucketShares(
  ms: Readonly<Record<Bucket, number>>,
  wallMs: number,
): Record<BucketOrUnattributed, BucketShare> {
  const share = { interpreter: 0, compute: 0, io: 0 };
  if (wallMs > 0) for (const bucket of BUCKETS) share[bucket] = ms[bucket] / wallMs;
  const attributedMs = BUCKETS.reduce((total, bucket) => total + ms[bucket], 0);
  const isWhole = attributedMs > 0 && wallMs - attributedMs <= wallMs * DUST;
  if (isWhole) fillUp(share);
  return {
    interpreter: { ms: ms.interpreter, share: share.interpreter },
    compute: { ms: ms.compute, share: share.compute },
    io: { ms: ms.io, share: share.io },
    unattributed: {
      ms: isWhole ? 0 : wallMs - attributedMs,
      share: 1 - (share.interpreter + share.compute + share.io),
    },
  };
}

/** Gives what rounding left of 1, or took beyond it, to the last bucket that has any time. */
function fillUp(share: Record<Bucket, number>): void {
  for (const bucket of [...BUCKETS].reverse()) {
    if (share[bucket] === 0) continue;
    share[bucket] = 0;
    const others = share.interpreter + share.compute + share.io;
    if (others >= 1) continue;
    share[bucket] = 1 - others;
    return;
  }
}

function warningsOf(
  profile: ImportedProfile,
  coverage: number,
  knownMs: number,
  coveredMs: number,
): string[] {
  const warnings: string[] = [];
  if (coveredMs > profile.wallMs * (1 + ROUNDING)) {
    warnings.push(
      `The frames' self times sum to ${coveredMs.toPrecision(4)} ms, more than the profiled interval of ${profile.wallMs.toPrecision(4)} ms; the sum is taken as the wall time.`,
    );
  }
  if (knownMs === 0) {
    warnings.push("No rule matched any frame; add rules for the frames below (docs/rules.md).");
  } else if (coverage < LEAST_EXPLAINED_SHARE - DUST) {
    warnings.push(
      `Only ${formatShare(coverage)} of the wall time is attributed; below ${formatShare(LEAST_EXPLAINED_SHARE)}, see what is waiting or unmatched before you trust the shares.`,
    );
  }
  return warnings;
}
