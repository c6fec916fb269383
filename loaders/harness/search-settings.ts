import { mean, median, sampleStandardDeviation } from "simple-statistics";
import { type Random, shuffled } from "../../src/model/random.ts";
import type { EngineSettings, SearchRow } from "../../src/model/run-file.ts";
import { studentCritical } from "../../src/model/statistics/student-t.ts";
import type { Alternatives } from "../targets/target.ts";

/** A session with settings of its own, in a process of the search's. */
export interface Trial {
  /** Wall times of so many requests. */
  time(requests: number): Promise<readonly number[]>;
  close(): Promise<void>;
}

export interface SearchOptions {
  readonly alternatives: Alternatives;
  /** @throws with the engine's words where it refuses the settings */
  open(settings: EngineSettings): Promise<Trial | { readonly refused: string }>;
  readonly random: Random;
  /** How long each step looks, at least. */
  readonly stepMs: number;
  readonly now: () => number;
}

export type SearchResult = Pick<SearchRow, "candidates" | "chosen" | "ratio">;

/** What depends on something else comes after it: where a graph runs best depends on the threads. */
const STEPS: readonly (readonly (keyof EngineSettings)[])[] = [
  ["threads"],
  ["graphOptimization"],
  ["memoryArena", "memoryPattern", "spinning", "parallel"],
];
/** A gain below this is not worth a line of code, and too near to what a lucky draw brings. */
const WORTHWHILE = Math.log(1.03);
/** Hopeless after two rounds: slower by this in both. */
const HOPELESS = Math.log(1.1);
const ROUNDS = { least: 3, most: 40 };
/** What is undecided is looked at for so many times a step's time. */
const PATIENCE = 4;
/** Requests are timed in stretches of about this, since a switch of sessions costs the caches. */
const STRETCH_MS = 8;
const CONFIDENCE = 0.9;

interface Contender {
  readonly settings: EngineSettings;
  readonly trial: Trial;
  readonly wallMs: number[];
  stretch: number;
}

/** Of the first over the second, in logarithms, with the two-sided 90 % interval. */
interface LogRatio {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * A greedy search, one step after another from what is best so far: in each step all alternatives run in turn with it, in
 * rounds of random order, the hopeless leave early, and one takes over only if it is faster by more than 3 % with 95 %
 * confidence. In the end the winner must beat the program as it is once more, on requests of their own.
 */
export async function searchSettings(options: SearchOptions): Promise<SearchResult> {
  const search = new Search(options);
  return search.run();
}

class Search {
  readonly #options: SearchOptions;
  readonly #candidates: (SearchResult["candidates"][number] & { contender?: Contender })[] = [];

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  async run(): Promise<SearchResult> {
    const asItIs = await this.#enter({});
    if (!asItIs) throw new Error(`the engine refused its own defaults: ${this.#candidates[0]!.refused}`);
    let best = asItIs;
    for (const fields of STEPS) {
      const challengers: Contender[] = [];
      for (const settings of this.#variations(best.settings, fields)) {
        const challenger = await this.#enter(settings);
        if (challenger) challengers.push(challenger);
      }
      if (challengers.length === 0) continue;
      const ratios = await this.#race(best, challengers);
      const [winner] = [...ratios]
        .filter(([, ratio]) => isFaster(ratio))
        .sort(([, a], [, b]) => a.value - b.value);
      const before = best;
      best = winner?.[0] ?? best;
      for (const loser of [before, ...challengers])
        if (loser !== best && loser !== asItIs) await loser.trial.close();
    }
    const ratio = best === asItIs ? undefined : (await this.#race(asItIs, [best])).get(best);
    const holds = ratio !== undefined && isFaster(ratio);
    return {
      candidates: this.#candidates.map(({ contender, ...seen }) =>
        contender ? { ...seen, medianMs: median(contender.wallMs), requests: contender.wallMs.length } : seen,
      ),
      chosen: holds ? best.settings : {},
      ratio: holds
        ? { value: Math.exp(ratio.value), low: Math.exp(ratio.low), high: Math.exp(ratio.high) }
        : null,
    };
  }

  *#variations(from: EngineSettings, fields: readonly (keyof EngineSettings)[]): Generator<EngineSettings> {
    const alone = (from.threads ?? 1) === 1;
    for (const field of fields) {
      // One thread has nobody to wait for, nor anything to run beside.
      if (alone && (field === "spinning" || field === "parallel")) continue;
      for (const value of this.#options.alternatives[field] ?? []) yield { ...from, [field]: value };
    }
  }

  async #enter(settings: EngineSettings): Promise<Contender | null> {
    const trial = await this.#options.open(settings);
    const seen = { settings, medianMs: null, requests: 0, refused: null };
    if ("refused" in trial) {
      this.#candidates.push({ ...seen, refused: trial.refused });
      return null;
    }
    const [firstMs = STRETCH_MS] = await trial.time(1);
    const stretch = Math.min(50, Math.max(1, Math.round(STRETCH_MS / firstMs)));
    const contender: Contender = { settings, trial, wallMs: [], stretch };
    this.#candidates.push({ ...seen, contender });
    return contender;
  }

  /** Everybody in turn, round by round; the ratio of each challenger that was not hopeless over `best`. */
  async #race(best: Contender, challengers: readonly Contender[]): Promise<Map<Contender, LogRatio>> {
    const { random, now, stepMs } = this.#options;
    const start = now();
    let alive = [best, ...challengers];
    let ratios = new Map<Contender, LogRatio>();
    const logs = new Map<Contender, number[]>(alive.map((contender) => [contender, []]));
    for (let round = 1; round <= ROUNDS.most; round++) {
      const times = new Map<Contender, number>();
      for (const contender of shuffled(alive, random)) {
        const wallMs = await contender.trial.time(contender.stretch);
        contender.wallMs.push(...wallMs);
        times.set(contender, median([...wallMs]));
      }
      for (const contender of alive)
        logs.get(contender)!.push(Math.log(times.get(contender)! / times.get(best)!));
      if (round === 2)
        alive = alive.filter((one) => one === best || logs.get(one)!.some((log) => log < HOPELESS));
      if (alive.length === 1) break;
      if (round < ROUNDS.least) continue;
      ratios = new Map(alive.filter((one) => one !== best).map((one) => [one, ratioOf(logs.get(one)!)]));
      const steps = (now() - start) / stepMs;
      if (steps >= PATIENCE || (steps >= 1 && [...ratios.values()].every(isDecided))) break;
    }
    return ratios;
  }
}

const isFaster = ({ high }: LogRatio): boolean => high < -WORTHWHILE;
const isDecided = (ratio: LogRatio): boolean => isFaster(ratio) || ratio.low > -WORTHWHILE;

function ratioOf(logs: readonly number[]): LogRatio {
  const value = mean([...logs]);
  const margin =
    (studentCritical(logs.length - 1, CONFIDENCE) * sampleStandardDeviation([...logs])) /
    Math.sqrt(logs.length);
  return { value, low: value - margin, high: value + margin };
}
