/** What a ladder of single kernels says about classes of operators: how far each departs from what most models are made of. */
import type { LadderEngine, Rung } from "../ladder/rungs.js";
import type { LadderRow, TargetRecord } from "../run-file.js";
import type { ClassEffects, OperatorClass } from "./operators.js";
import type { ReferenceTarget, RungTimes } from "./reference.js";

/**
 * What most models spend their time in, and so what a target's ratio is about. Of these the workloads tell enough: as evidence of
 * their own the rungs would only add a moment's noise.
 */
const USUAL: readonly (readonly Rung[])[] = [["convolution", "pointwise-convolution"], ["matrix-product"]];

/** Of these they tell next to nothing. */
const UNUSUAL: Readonly<Partial<Record<OperatorClass, readonly Rung[]>>> = {
  "convolution to few channels": [
    "few-channels-depthwise",
    "few-channels-pointwise",
    "few-channels-convolution",
  ],
};

/** Python's package has the kernels of Node's: both are built from the same sources. */
const LADDER_OF: Readonly<Record<string, LadderEngine>> = {
  onnxruntime: "onnxruntime-node",
  "onnxruntime-node": "onnxruntime-node",
  "onnxruntime-web": "onnxruntime-web",
};

/**
 * The ladder of a target's engine, with as many threads; undefined where none was measured. The fastest round of each rung: what
 * else the machine does only adds to a kernel's time.
 */
export function rungTimesOf(target: TargetRecord, ladders: readonly LadderRow[]): RungTimes | undefined {
  if (!target.available || target.adapter !== undefined) return undefined;
  const engines = Object.keys(target.engines).map((name) => LADDER_OF[name]);
  const row = ladders.find(({ engine, threads }) => engines.includes(engine) && threads === target.threads);
  if (row === undefined || row.missing !== null) return undefined;
  return Object.fromEntries(row.rungs.map(({ rung, roundMs }) => [rung, Math.min(...roundMs)]));
}

/**
 * Logs of the unusual classes' ratios, target over baseline, over the ratio of the usual ones: geometric means over the rungs of
 * a class, and over classes. None where either has no ladder.
 */
export function ladderEffects(
  { rungMs: from }: Pick<ReferenceTarget, "rungMs">,
  { rungMs: to }: Pick<ReferenceTarget, "rungMs">,
): ClassEffects {
  const logRatio = (rungs: readonly Rung[]): number =>
    mean(rungs.map((rung) => Math.log((to?.[rung] ?? Number.NaN) / (from?.[rung] ?? Number.NaN))));
  const level = mean(USUAL.map(logRatio));
  const effects = Object.entries(UNUSUAL) as [OperatorClass, readonly Rung[]][];
  return new Map(
    effects
      .map(([name, rungs]) => [name, logRatio(rungs) - level] as const)
      .filter(([, effect]) => Number.isFinite(effect)),
  );
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
