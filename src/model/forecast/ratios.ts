/** The ratio of a kind of work on a target over where it runs today: measured here, else cited, else nothing. */
import { median } from "simple-statistics";
import type { Bucket } from "../buckets.js";
import { citedCompute, citedInterpreter, publishedSpread } from "./cited-evidence.js";
import { measuredOn } from "./gpu-reference.js";
import { exactly, type Interval80, scaled, Z80 } from "./interval.js";
import { ladderEffects } from "./ladder-effects.js";
import { type ClassEffects, classEffects, classShares, mixEffect, type OperatorClass } from "./operators.js";
import {
  commonSpread,
  distanceBelow,
  type LogRatio,
  poolRatios,
  predicted,
  type Spread,
} from "./pooled-ratio.js";
import type { ForecastReference, ReferenceTarget } from "./reference.js";
import type { Basis } from "./result.js";
import type { Today, Work } from "./today.js";

/**
 * A bucket's share is known to about one point of the wall time, the bound that the attribution of marked stages is
 * held to. A bucket below it cannot be told from none, so it says nothing of that bucket's ratio.
 */
const SHARE_RESOLUTION = 0.01;

/** Where a target's time for a kind of work is found. */
const BUCKET_OF: Readonly<Record<Work, Bucket>> = {
  bytecode: "interpreter",
  loops: "interpreter",
  compute: "compute",
  io: "io",
};

export interface BucketRatio {
  readonly ratio: Interval80;
  readonly basis: Basis;
  /** For compute: how single classes of operators depart from it. */
  readonly effects: ClassEffects;
}

/** A ratio, and what the workload spent today. */
type Observed = LogRatio & { readonly fromMs: number };

const NO_EFFECTS: ClassEffects = new Map();

const UNCHANGED: BucketRatio = {
  ratio: exactly(1),
  basis: { kind: "definition", reason: "it is done as it is today, so nothing changes" },
  effects: NO_EFFECTS,
};

/** Everything of a reference that does not depend on how much of each kind of work the program does. */
export class Ratios {
  readonly #reference: ForecastReference;
  readonly #today: Today;
  /** How much workloads differ in each kind of work's ratio, over all targets. */
  readonly spreads: Readonly<Record<Work, Spread | null>>;

  constructor(reference: ForecastReference, today: Today) {
    this.#reference = reference;
    this.#today = today;
    const spread = (work: Work) =>
      commonSpread(
        reference.targets
          // How GPUs fare says nothing of how workloads differ on cores.
          .filter((target) => target.gpu === undefined && !today.isBase(target, work))
          .map((target) => this.#observed(target, work)),
      );
    this.spreads = {
      bytecode: spread("bytecode"),
      loops: spread("loops"),
      compute: spread("compute"),
      io: spread("io"),
    };
  }

  /**
   * @param ms what the program spends in it today: below what the workloads spend, less is known
   * @param shares the program's own compute by operator class, where its profile names operators
   */
  ratio(
    target: ReferenceTarget,
    work: Work,
    ms: number,
    shares: ReadonlyMap<OperatorClass, number> = new Map(),
  ): BucketRatio | null {
    if (this.#today.isBase(target, work)) return UNCHANGED;
    return this.#measured(target, work, ms, shares) ?? this.#cited(target, work);
  }

  #measured(
    target: ReferenceTarget,
    work: Work,
    ms: number,
    shares: ReadonlyMap<OperatorClass, number>,
  ): BucketRatio | null {
    const observed = this.#observed(target, work);
    const ratios = target.gpu !== undefined && work === "compute" ? ofSize(observed, ms) : observed;
    const pooled = poolRatios(ratios, this.spreads[work] ?? PUBLISHED_SPREAD);
    if (pooled === null) return null;
    const effects = work === "compute" ? this.#effects(target) : NO_EFFECTS;
    const below = distanceBelow(
      ms,
      ratios.map(({ fromMs }) => fromMs),
    );
    const mixed = {
      ...pooled,
      log: pooled.log + mixEffect(shares, effects),
      sd: pooled.sd * (1 + below),
    };
    return { ratio: predicted(mixed), basis: measuredOn(pooled.workloads, target), effects };
  }

  /** Published figures compare with CPython and with native engines. */
  #cited(target: ReferenceTarget, work: Work): BucketRatio | null {
    const { glue, engine, untoldGain } = this.#today;
    const own = work === "compute" ? engine : glue;
    if (own?.port !== "stay") return null;
    const cited =
      work === "compute" ? citedCompute(target) : work === "bytecode" ? citedInterpreter(target) : null;
    if (cited === null) return null;
    const ratio = work === "compute" ? scaled(cited.range, untoldGain) : cited.range;
    return { ratio, basis: { kind: "cited", figures: cited.figures }, effects: NO_EFFECTS };
  }

  #effects(target: ReferenceTarget): ClassEffects {
    const { engine } = this.#today;
    if (engine === null) return NO_EFFECTS;
    return classEffects(this.#reference.workloads, engine.id, target.id, ladderEffects(engine, target));
  }

  /**
   * One log ratio per reference workload that spent time on both sides; only of workloads whose time exceeds the
   * resolution, where at least three do: fewer show no spread.
   */
  #observed(target: ReferenceTarget, work: Work): Observed[] {
    const bucket = BUCKET_OF[work];
    const effects = work === "compute" ? this.#effects(target) : NO_EFFECTS;
    const { engine } = this.#today;
    const all = this.#reference.workloads.flatMap((workload) => {
      const [from, to] = [this.#today.base(work, workload), workload.cells.get(target.id)];
      if (from === null || !to || !(to.bucketMs[bucket] > 0)) return [];
      const resolution = (SHARE_RESOLUTION * from.wallMs) / from.ms;
      const operators = (engine && workload.cells.get(engine.id)?.operators) ?? [];
      const mix = work === "compute" ? mixEffect(classShares(operators), effects) : 0;
      return [
        {
          workload: workload.id,
          fromMs: from.ms,
          log: Math.log(to.bucketMs[bucket] / from.ms) - mix,
          variance: from.logVariance + to.logVariance + resolution ** 2,
          resolved: resolution < 1,
        },
      ];
    });
    const resolved = all.filter((ratio) => ratio.resolved);
    return resolved.length >= 3 ? resolved : all;
  }
}

/** A slope is drawn through as many. */
const LEAST_FOR_SLOPE = 3;

/**
 * What launching kernels takes hardly grows with their work, so a GPU gains the more the more there is to do. The ratios as they
 * would be at a size, along the line through their logs: the median of the slopes of all pairs (Theil 1950; Sen, JASA 63, 1968),
 * between no gain and all of it. Beyond the largest that was measured nothing more is promised.
 *
 * @param ms of the program's compute today
 */
export function ofSize<R extends Pick<Observed, "log" | "fromMs">>(ratios: readonly R[], ms: number): R[] {
  const sizes = ratios.map(({ fromMs }) => Math.log(fromMs));
  const slopes = ratios.flatMap((a, i) =>
    ratios.slice(i + 1).flatMap((b, j) => {
      const apart = sizes[i + 1 + j]! - sizes[i]!;
      return apart === 0 ? [] : [(b.log - a.log) / apart];
    }),
  );
  if (ratios.length < LEAST_FOR_SLOPE || slopes.length === 0 || !(ms > 0)) return [...ratios];
  const slope = Math.min(0, Math.max(-1, median(slopes)));
  const at = Math.min(Math.log(ms), Math.max(...sizes));
  return ratios.map((ratio, i) => ({ ...ratio, log: ratio.log + slope * (at - sizes[i]!) }));
}

/** Workloads that are one each show no spread: they are then given that of published figures. */
const PUBLISHED_SPREAD: Spread = { variance: (Math.log(publishedSpread()) / Z80) ** 2, df: 30 };
