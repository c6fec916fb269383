import type { Target } from "./target.ts";

/**
 * A target with some traits of its own. A caller marks the call as pure, so that a worker's bundle, which needs the module's
 * `parts`, holds nothing of this: what it loads before its start would count as the target's.
 */
export const variantOf = (of: Target, but: () => Partial<Target>): Target => ({ ...of, ...but() });
