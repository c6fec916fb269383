/** The ratio of a bucket on a target over where it runs today: measured here, else cited, else nothing. */
import type { Bucket } from "../buckets.js";
import { citedCompute, citedInterpreter, publishedSpread } from "./cited-evidence.js";
import type { Engine, Host } from "./input.js";
import { exactly, type Interval80, Z80 } from "./interval.js";
import { classShares, type OperatorClass } from "./operator-class.js";
import { type ClassEffects, classEffects, mixEffect } from "./operator-mix.js";
import { commonSpread, type LogRatio, poolRatios, predicted, type Spread } from "./pooled-ratio.js";
import type { ForecastReference, ReferenceTarget } from "./reference.js";
import type { Basis } from "./result.js";

/**
 * A bucket's share is known to about one point of the wall time, the bound that the attribution of marked stages is
 * held to. A bucket below it cannot be told from none, so it says nothing of that bucket's ratio.
 */
const SHARE_RESOLUTION = 0.01;

/** The measured targets that stand for where the program runs today, by what each bucket depends on. */
export interface Baselines {
  readonly glue: string | null;
  readonly engine: string | null;
}

/** A Node program with onnxruntime-web is what this target measures; its glue is that of any Node program. */
const NODE_TARGET = "js";

export function baselinesOf({ baseline }: ForecastReference, host: Host, engine: Engine): Baselines {
  return {
    glue: host === "node" ? NODE_TARGET : baseline,
    engine: engine === "wasm" ? NODE_TARGET : baseline,
  };
}

export interface BucketRatio {
  readonly ratio: Interval80;
  readonly basis: Basis;
  /** For compute: how single classes of operators depart from it. */
  readonly effects: ClassEffects;
}

/** Everything of a reference that does not depend on the program that is forecast. */
export class Ratios {
  readonly #reference: ForecastReference;
  readonly #baselines: Baselines;
  /** How much workloads differ in each bucket's ratio, over all targets. */
  readonly spreads: Readonly<Record<Bucket, Spread | null>>;

  constructor(reference: ForecastReference, baselines: Baselines) {
    this.#reference = reference;
    this.#baselines = baselines;
    const spread = (bucket: Bucket) =>
      commonSpread(reference.targets.map(({ id }) => this.#observed(id, bucket)));
    this.spreads = { interpreter: spread("interpreter"), compute: spread("compute"), io: spread("io") };
  }

  baselineOf(bucket: Bucket): string | null {
    return bucket === "compute" ? this.#baselines.engine : this.#baselines.glue;
  }

  /** @param shares the program's own compute by operator class, where its profile names operators */
  ratio(
    target: ReferenceTarget,
    bucket: Bucket,
    shares: ReadonlyMap<OperatorClass, number> = new Map(),
  ): BucketRatio | null {
    const baseline = this.baselineOf(bucket);
    if (target.id === baseline) {
      const reason = "it runs there today, so nothing changes";
      return { ratio: exactly(1), basis: { kind: "definition", reason }, effects: new Map() };
    }
    return this.#measured(target.id, bucket, shares) ?? this.#cited(target, bucket);
  }

  #measured(target: string, bucket: Bucket, shares: ReadonlyMap<OperatorClass, number>): BucketRatio | null {
    const ratios = this.#observed(target, bucket);
    const pooled = poolRatios(ratios, this.spreads[bucket] ?? PUBLISHED_SPREAD);
    if (pooled === null) return null;
    const effects = bucket === "compute" ? this.#effects(target) : NO_EFFECTS;
    const mixed = { ...pooled, log: pooled.log + mixEffect(shares, effects) };
    return {
      ratio: predicted(mixed),
      basis: { kind: "measured", workloads: pooled.workloads },
      effects,
    };
  }

  #cited(target: ReferenceTarget, bucket: Bucket): BucketRatio | null {
    // Published figures compare with CPython and with native engines.
    const comparable = this.baselineOf(bucket) === this.#reference.baseline;
    if (!comparable || bucket === "io") return null;
    const cited = bucket === "compute" ? citedCompute(target) : citedInterpreter(target);
    if (cited === null) return null;
    return {
      ratio: cited.range,
      basis: { kind: "cited", figures: cited.figures },
      effects: NO_EFFECTS,
    };
  }

  #effects(target: string): ClassEffects {
    const baseline = this.#baselines.engine;
    return baseline === null ? NO_EFFECTS : classEffects(this.#reference.workloads, baseline, target);
  }

  /**
   * One log ratio per reference workload that spent time in the bucket on both sides; only of workloads whose bucket
   * exceeds the resolution, where at least three do: fewer show no spread.
   */
  #observed(target: string, bucket: Bucket): LogRatio[] {
    const baseline = this.baselineOf(bucket);
    if (baseline === null || baseline === target) return [];
    const effects = bucket === "compute" ? this.#effects(target) : NO_EFFECTS;
    const all = this.#reference.workloads.flatMap(({ id, cells }) => {
      const [from, to] = [cells.get(baseline), cells.get(target)];
      if (!from || !to || !(from.bucketMs[bucket] > 0) || !(to.bucketMs[bucket] > 0)) return [];
      const resolution = (SHARE_RESOLUTION * from.wallMs) / from.bucketMs[bucket];
      const mix = bucket === "compute" ? mixEffect(classShares(from.operators), effects) : 0;
      return [
        {
          workload: id,
          log: Math.log(to.bucketMs[bucket] / from.bucketMs[bucket]) - mix,
          variance: from.logVariance + to.logVariance + resolution ** 2,
          resolved: resolution < 1,
        },
      ];
    });
    const resolved = all.filter((ratio) => ratio.resolved);
    return resolved.length >= 3 ? resolved : all;
  }
}

const NO_EFFECTS: ClassEffects = new Map();

/** Workloads that are one each show no spread: they are then given that of published figures. */
const PUBLISHED_SPREAD: Spread = { variance: (Math.log(publishedSpread()) / Z80) ** 2, df: 30 };
