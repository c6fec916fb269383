import { below, type Random } from "../../src/model/random.ts";

/** What a trial came to. All but "survived" break a promise. */
export const FATES = ["survived", "lost", "hung", "let in"] as const;
export type Fate = (typeof FATES)[number];

export interface Trial {
  /** What was done to it, in a few words. */
  readonly what: string;
  readonly fate: Fate;
  /** What was seen instead; empty where it survived. */
  readonly seen: string;
}

export interface Weather {
  readonly random: Random;
  /** A folder of this storm's own. */
  readonly folder: string;
  /** How often it strikes. */
  readonly trials: number;
}

/** One way in which things go wrong, again and again. */
export interface Storm {
  readonly id: string;
  readonly title: string;
  /** What holds whatever happens, as docs/reliability.md states it. */
  readonly promise: string;
  /** Trials of an ordinary go. */
  readonly trials: number;
  /** Why it can't strike on this machine; null where it can. */
  readonly unavailable?: () => string | null;
  strike(weather: Weather): AsyncGenerator<Trial>;
}

export const survived = (what: string): Trial => ({ what, fate: "survived", seen: "" });

/** The first broken promise of a trial ends it. */
export class Broken extends Error {
  readonly fate: Exclude<Fate, "survived">;

  constructor(fate: Exclude<Fate, "survived">, seen: string) {
    super(seen);
    this.fate = fate;
  }
}

/** Anything that a trial throws is a loss, unless it says otherwise. */
export async function trial(what: string, work: () => Promise<void>): Promise<Trial> {
  try {
    await work();
    return survived(what);
  } catch (error) {
    return {
      what,
      fate: error instanceof Broken ? error.fate : "lost",
      seen: (error as Error).message.slice(0, 400),
    };
  }
}

export function must(holds: boolean, seen: string, fate: Exclude<Fate, "survived"> = "lost"): asserts holds {
  if (!holds) throw new Broken(fate, seen);
}

/** @throws Broken "hung" where it takes longer */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Broken("hung", `${what}: nothing after ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export const pick = <T>(items: readonly T[], random: Random): T => items[below(random, items.length)]!;
