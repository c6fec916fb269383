/** What can be chosen: a target on a platform. Staying, which is today's target on today's platform, is one of them. */
import type { Platform } from "../cost/platforms/platform.js";
import type { TargetEvidence, WorkloadEvidence } from "./evidence.js";

export interface DecisionOption {
  /** `target@platform`, as in an address or a policy. */
  readonly id: string;
  readonly title: string;
  readonly target: TargetEvidence;
  readonly platform: Platform;
  readonly isToday: boolean;
}

/**
 * Every target on every platform that runs its kind of code; the first platform is today's. A rung below today is no
 * way forward, and no option.
 *
 * @param platforms in the scenario's order, at least one
 */
export function optionsOf(evidence: WorkloadEvidence, platforms: readonly Platform[]): DecisionOption[] {
  const [home] = platforms;
  return platforms.flatMap((platform) =>
    evidence.targets
      .filter(
        ({ target, reach, port, course }) =>
          reach.includes(platform.reach) &&
          (platform.code === "any" || port === "wasm") &&
          (course !== "plain" || target === evidence.baseline),
      )
      .map((target) => ({
        id: `${target.target}@${platform.id}`,
        title: `${target.title} on ${platform.title}`,
        target,
        platform,
        isToday: target.target === evidence.baseline && platform === home,
      })),
  );
}
