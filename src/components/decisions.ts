import type { DecideOptions } from "../model/decision/decide.js";
import {
  allSubjects,
  type Decided,
  type DecidedOrNot,
  decideAbout,
  type Subject,
} from "../model/decision/subject.js";
import type { PriceBook } from "../model/prices/price.js";
import type { RecordingListing } from "../model/recording-listing.js";
import type { Scenario } from "../model/scenario/scenario.js";
import { scenarioQuery } from "../model/scenario/scenario-query.js";
import type { MeasuredSummary } from "../model/summary.js";

export interface Entry {
  readonly subject: Subject;
  /** Null where nothing was decided about it yet. */
  readonly answer: DecidedOrNot | null;
  /** The answer is of the conditions of before. */
  readonly stale: boolean;
}

/** All subjects' answers under one set of conditions. */
export interface Whole {
  readonly scenario: Scenario;
  readonly answers: readonly DecidedOrNot[];
}

/** What is known so far, of every subject in its order. */
export interface Found {
  readonly entries: readonly Entry[];
  /** The last that was whole; null until one is. */
  readonly whole: Whole | null;
  /** Whether that is of the conditions that are asked about. */
  readonly isSettled: boolean;
}

/** The hand rests: only then is it worth deciding. */
const REST_MS = 120;
/** As many sets of conditions are remembered: a reader goes back and forth between a few. */
const REMEMBERED = 4;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** About the workloads of a run, and every recording that holds a profile. */
export function decisionsAboutAll(
  summary: MeasuredSummary,
  recordings: readonly RecordingListing[],
  book: PriceBook,
): Decisions {
  const pipelines = recordings.flatMap(({ pipeline }) => pipeline ?? []);
  return new Decisions(allSubjects(summary, pipelines), book);
}

/** Decides about subjects one by one, and lets the page breathe in between. */
export class Decisions {
  readonly #subjects: readonly Subject[];
  readonly #book: PriceBook;
  readonly #options: DecideOptions;
  readonly #known = new Map<string, Whole>();
  #last: readonly (DecidedOrNot | null)[];
  #whole: Whole | null = null;

  constructor(subjects: readonly Subject[], book: PriceBook, options: DecideOptions = {}) {
    this.#subjects = subjects;
    this.#book = book;
    this.#options = options;
    this.#last = subjects.map(() => null);
  }

  /** Yields whatever is known, as often as an answer is added; ends with all of them. */
  async *about(scenario: Scenario): AsyncGenerator<Found> {
    const key = scenarioQuery(scenario);
    const known = this.#known.get(key);
    if (known) {
      yield this.#settled(known);
      return;
    }
    const answers: DecidedOrNot[] = [];
    // The page shows the whole answer already, as it was drawn when the site was built: no part of one takes its place.
    const isShown = this.#whole === null && globalThis.document?.documentElement.dataset.drawn === key;
    if (!isShown) yield this.#found(answers);
    await pause(this.#whole === null ? 0 : REST_MS);
    for (const subject of this.#subjects) {
      const answer = decideAbout(subject, this.#book, scenario, this.#options);
      await pause(0);
      if (answer.state === "decided") void answer.advice; // the other half of the sum
      answers.push(answer);
      if (!isShown && answers.length < this.#subjects.length) yield this.#found(answers);
      await pause(0);
    }
    this.#remember(key, { scenario, answers });
    if ("isDrawnAhead" in globalThis) document.documentElement.dataset.drawn = key;
    yield this.#settled({ scenario, answers });
  }

  #found(answers: readonly DecidedOrNot[]): Found {
    const entries = this.#subjects.map((subject, i) => ({
      subject,
      answer: answers[i] ?? this.#last[i]!,
      stale: i >= answers.length && this.#last[i] !== null,
    }));
    this.#last = entries.map(({ answer }) => answer);
    return { entries, whole: this.#whole, isSettled: false };
  }

  #settled(whole: Whole): Found {
    this.#whole = whole;
    return { ...this.#found(whole.answers), whole, isSettled: true };
  }

  #remember(key: string, whole: Whole): void {
    this.#known.set(key, whole);
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED) this.#known.delete(oldest!);
  }
}

/** The answer about the first subject, of these conditions or of those before; null while, or where, there is none. */
export function decidedOf({ entries }: Found): Decided | null {
  const answer = entries[0]?.answer;
  return answer?.state === "decided" ? answer : null;
}
