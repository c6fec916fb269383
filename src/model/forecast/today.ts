/** What of a reference stands for the program as it runs today: by traits of the measured targets, never by name. */
import { median } from "simple-statistics";
import type { ForecastInput } from "./input.js";
import type { ForecastReference, ReferenceCell, ReferenceTarget, ReferenceWorkload } from "./reference.js";

/** Kinds of work that change on their own. "loops" are compiled loops over arrays, of numpy and its like. */
export type Work = "bytecode" | "loops" | "compute" | "io";

/** What one kind of work takes today in a workload of the reference. */
export interface Base {
  readonly ms: number;
  readonly wallMs: number;
  readonly logVariance: number;
}

/** Fewer busy cores are one core and what the runtime does beside it. */
export const ONE_CORE = 1.15;

/** With such a part of a threaded target's gain, on the log scale, a program is where that target is. */
const LIKE_THREADED = { least: 0.85, most: 1.3 } as const;

/** An engine measured alone and with threads, everything else being equal. */
interface ThreadPair {
  readonly one: ReferenceTarget;
  readonly many: ReferenceTarget;
}

export class Today {
  readonly #reference: ForecastReference;
  readonly #isNode: boolean;
  readonly #pair: ThreadPair | null;
  readonly #cores: number;
  /** Measured targets that run today's own glue and engine; null where none was measured. */
  readonly glue: ReferenceTarget | null;
  readonly engine: ReferenceTarget | null;

  constructor(reference: ForecastReference, { host, engine, engineCores }: ForecastInput) {
    const { targets } = reference;
    this.#reference = reference;
    const stay = targets.find(({ id }) => id === reference.baseline) ?? null;
    // A Node program's glue is JavaScript, and what runs a model in Wasm is measured beside such glue.
    const node = javascriptTarget(targets);
    this.#isNode = host === "node";
    this.glue = this.#isNode ? node : stay;
    this.engine = engine === "wasm" ? node : stay;
    const measured = targets.filter(({ id }) => reference.workloads.some(({ cells }) => cells.has(id)));
    this.#pair = this.engine && threadPair(measured, this.engine, engine === "wasm" ? "wasm" : "native");
    this.#cores = engineCores ?? 1;
  }

  /** Today's own time in a kind of work; null where the workload was not measured there, or has no such work. */
  base(work: Work, workload: ReferenceWorkload): Base | null {
    switch (work) {
      case "compute":
        return this.#engineBase(workload);
      case "io":
        return baseOf(this.glue && workload.cells.get(this.glue.id), "io");
      case "loops":
        return this.#isNode || !workload.isVectorised
          ? null
          : partOf(
              baseOf(this.glue && workload.cells.get(this.glue.id), "interpreter"),
              workload.arrayShare ?? 1,
            );
      case "bytecode":
        return baseOf(this.#bytecodeCell(workload), "interpreter");
    }
  }

  /** Whether a kind of work is done there as it is today, so that nothing of it can change. */
  isBase({ id, course, port, glue }: ReferenceTarget, work: Work): boolean {
    if (work === "compute") return this.#engineToday()?.id === id;
    const own = this.glue;
    // A setting of the engine does not reach the code around it.
    const isOwn = course === own?.course || course === "setting";
    return own !== null && isOwn && port === own.port && glue === own.glue;
  }

  /** Whether the program runs there as it is. One without compute runs wherever its glue does. */
  isTarget(target: ReferenceTarget, hasEngine: boolean): boolean {
    if (!hasEngine) return target.id === this.glue?.id;
    return this.isBase(target, "io") && this.isBase(target, "compute");
  }

  /**
   * By what factor today's engine takes longer on one core, where the reference does not tell: as if all cores were used
   * to the full, which promises a port the least.
   */
  get untoldGain(): number {
    return this.#pair === null && this.#cores >= ONE_CORE ? this.#cores : 1;
  }

  /** Cores that a target's engine kept busy, at the middle of the workloads; its threads where nobody read them. */
  coresOf(target: ReferenceTarget): number {
    const cells = this.#reference.workloads.flatMap(({ cells }) => cells.get(target.id) ?? []);
    if (cells.length === 0) return target.threads;
    return median(cells.map((cell) => coresOfCell(cell, target.threads)));
  }

  /** The measured target whose engine is as today's; null where its cores are none's. */
  #engineToday(): ReferenceTarget | null {
    if (this.#cores < ONE_CORE || this.#pair === null || this.#pair.one.id !== this.engine?.id)
      return this.engine;
    const share = this.#threadedShare(this.coresOf(this.#pair.many));
    return share >= LIKE_THREADED.least && share <= LIKE_THREADED.most ? this.#pair.many : null;
  }

  /** Pure Python of a workload: the rung below today's, or today's where that is no array code. */
  #bytecodeCell(workload: ReferenceWorkload): ReferenceCell | null | undefined {
    if (this.glue === null || this.#isNode) return this.glue && workload.cells.get(this.glue.id);
    const plain = this.#reference.targets.find(({ course }) => course === "plain");
    return workload.isVectorised ? plain && workload.cells.get(plain.id) : workload.cells.get(this.glue.id);
  }

  /** On the line through the measured engine on one core and on several, in the logs of time and cores. */
  #engineBase({ cells }: ReferenceWorkload): Base | null {
    const alone = baseOf(this.engine && cells.get(this.engine.id), "compute");
    if (alone === null || this.#cores < ONE_CORE) return alone;
    if (this.#pair === null) return { ...alone, ms: alone.ms / this.#cores };
    const [one, many] = [cells.get(this.#pair.one.id), cells.get(this.#pair.many.id)];
    if (!one || !many || !(one.bucketMs.compute > 0) || !(many.bucketMs.compute > 0)) return null;
    const share = this.#threadedShare(coresOfCell(many, this.#pair.many.threads));
    return {
      ...alone,
      ms: alone.ms * (many.bucketMs.compute / one.bucketMs.compute) ** share,
      logVariance: alone.logVariance + share ** 2 * (one.logVariance + many.logVariance),
    };
  }

  #threadedShare(coresOfMany: number): number {
    return Math.log(this.#cores) / Math.log(Math.max(coresOfMany, ONE_CORE));
  }
}

/** What is written in JavaScript and runs its engine on one thread. */
export const javascriptTarget = (targets: readonly ReferenceTarget[]): ReferenceTarget | null =>
  targets.find(({ glue, threads }) => glue === "javascript" && threads === 1) ?? null;

/** Today's own engine with threads is best; else the same kind of engine in another host. Only what was measured tells. */
function threadPair(
  targets: readonly ReferenceTarget[],
  engine: ReferenceTarget,
  port: "wasm" | "native",
): ThreadPair | null {
  const threadedTwin = (one: ReferenceTarget): ThreadPair[] => {
    const many = targets.find(
      ({ threads, tuned, port, glue, course }) =>
        !tuned &&
        threads > one.threads &&
        port === one.port &&
        glue === one.glue &&
        course === (one.course === "stay" ? "setting" : one.course),
    );
    return many === undefined ? [] : [{ one, many }];
  };
  const others = targets.filter((target) => target.port === port && target.threads === 1);
  return [engine, ...others].flatMap(threadedTwin)[0] ?? null;
}

function baseOf(
  cell: ReferenceCell | null | undefined,
  bucket: "interpreter" | "compute" | "io",
): Base | null {
  if (!cell || !(cell.bucketMs[bucket] > 0)) return null;
  const { wallMs, logVariance } = cell;
  return { ms: cell.bucketMs[bucket], wallMs, logVariance };
}

const partOf = (base: Base | null, share: number): Base | null => base && { ...base, ms: share * base.ms };

/** CPU time beyond one core's, as of the engine, over the time in which the engine runs. */
function coresOfCell({ cpuPerWall, wallMs, bucketMs }: ReferenceCell, threads: number): number {
  if (cpuPerWall === null || !(bucketMs.compute > 0)) return threads;
  const cores = 1 + ((cpuPerWall - 1) * wallMs) / bucketMs.compute;
  return Math.min(threads, Math.max(1, cores));
}
