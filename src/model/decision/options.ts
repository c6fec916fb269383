/** What can be chosen: a target on a platform. Staying, which is today's target on today's platform, is one of them. */
import type { Platform } from "../cost/platforms/platform.js";
import type { SoldModel } from "../cost/platforms/traits.js";
import { runsOn } from "./artefact.js";
import type { TargetEvidence, WorkloadEvidence } from "./evidence.js";
import { soldTarget, speaks } from "./sold-model.js";

export interface DecisionOption {
  /** `target@platform`, as in an address or a policy. */
  readonly id: string;
  readonly title: string;
  readonly target: TargetEvidence;
  readonly platform: Platform;
  readonly isToday: boolean;
}

/** What was measured on a runtime of Wasm says nothing of a platform that has another, and a machine that stands for one of no other. */
const isMeasuredFor = ({ reach, standalone, elsewhere }: TargetEvidence, platform: Platform): boolean =>
  reach.includes(platform.reach) &&
  (elsewhere === undefined || elsewhere.platform === null || elsewhere.platform === platform.id) &&
  (standalone === null || platform.runtime === null || standalone.runtime === platform.runtime);

/**
 * Every target on every platform that runs its kind of code; the first platform is today's. A rung below today is no
 * way forward, and no option. Today's program may run beside a GPU without using it.
 *
 * @param platforms in the scenario's order, at least one
 * @param apiP99Ms what the reader states of an API's latency; null: nothing is known of it
 */
export function optionsOf(
  evidence: WorkloadEvidence,
  platforms: readonly Platform[],
  apiP99Ms: number | null = null,
): DecisionOption[] {
  const [home] = platforms;
  return platforms.flatMap((platform) => {
    if (platform.sells) return speaks(evidence) ? [callOf(platform, platform.sells, apiP99Ms)] : [];
    return evidence.targets
      .filter(
        (target) =>
          isMeasuredFor(target, platform) &&
          runsOn(target, platform) &&
          // Nobody pays for a GPU to compute beside it, unless that is what runs today.
          (platform.gpu === null ||
            target.gpu !== null ||
            (target.target === evidence.baseline && platform === home)) &&
          (target.course !== "plain" || target.target === evidence.baseline),
      )
      .map((target) => ({
        id: `${target.target}@${platform.id}`,
        title: `${target.title} on ${platform.title}`,
        target,
        platform,
        isToday: target.target === evidence.baseline && platform === home,
      }));
  });
}

function callOf(platform: Platform, model: SoldModel, apiP99Ms: number | null): DecisionOption {
  const target = soldTarget(model, apiP99Ms);
  return { id: `${model.id}@${platform.id}`, title: platform.title, target, platform, isToday: false };
}
