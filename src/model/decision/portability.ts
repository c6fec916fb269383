import type { Platform } from "../cost/platforms/platform.js";
import { runsOn } from "./artefact.js";
import type { DecisionOption } from "./options.js";

/** On which of the reader's platforms the same files run. */
export interface Portability {
  readonly on: readonly Platform[];
  /** Of so many. */
  readonly of: number;
}

/**
 * Machine code runs on one architecture: that of the option's platform or, where that leaves it open, the one that most of the
 * platforms have.
 *
 * @param holds whether it keeps a platform's own limits
 */
export function portabilityOf(
  { target, platform: own }: DecisionOption,
  platforms: readonly Platform[],
  holds: (platform: Platform) => boolean,
): Portability {
  const places = platforms.filter(({ sells }) => !sells);
  // Nothing is deployed of a model that is sold: no files run anywhere.
  if (own.sells) return { on: [], of: places.length };
  const runs = places.filter((platform) => runsOn(target, platform) && holds(platform));
  const built = (architecture: Platform["architecture"]) =>
    runs.filter((one) => one.architecture === null || one.architecture === architecture);
  if (target.port === "wasm") return { on: runs, of: places.length };
  const [x86, arm] = [built("x86"), built("arm")];
  const open = arm.length > x86.length ? arm : x86;
  return { on: own.architecture === null ? open : built(own.architecture), of: places.length };
}
