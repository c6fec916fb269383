/** What is said of one target that qualifies: how fast it is, and from which traffic it pays. */
import type { Ratio, Verdict as RatioVerdict } from "../statistics/ratio.js";
import type { TargetEvidence } from "./evidence.js";
import type { Worth } from "./paying-traffic.js";
import type { RankedOption } from "./ranked-option.js";

/** A speed-up over today's program, on the machine that was measured: above 1 is faster. */
export interface Gain {
  readonly value: number;
  /** 95 % interval where it was measured, 80 % where it is a forecast. */
  readonly low: number;
  readonly high: number;
  readonly verdict: RatioVerdict;
}

export function gainFrom({ value, low, high, verdict }: Ratio): Gain {
  return { value: 1 / value, low: 1 / high, high: 1 / low, verdict };
}

/** One target that qualifies, on the platform where it costs least. */
export interface CourseAdvice {
  readonly target: TargetEvidence;
  readonly option: RankedOption;
  /** Null for today's program, and where it would run on another kind of machine. */
  readonly gain: Gain | null;
  readonly worth: Worth;
}

/**
 * Whether nobody can tell which of two is faster on the same kind of machine: against today by the verdict of their
 * ratio, between two courses by their intervals.
 */
export function ties(a: CourseAdvice, b: CourseAdvice): boolean {
  const onDevice = ({ option }: CourseAdvice) => option.option.platform.onDevice;
  if (onDevice(a) !== onDevice(b)) return false;
  const against = [a, b].find(({ target }) => target.ratio === null);
  const other = a === against ? b : a;
  if (against !== undefined && other.target.ratio !== null) {
    const { verdict } = other.target.ratio;
    return verdict !== "faster" && verdict !== "slower";
  }
  const [x, y] = [a.target.wallMs, b.target.wallMs];
  return x.low <= y.high && y.low <= x.high;
}
