/** The answer about one subject as the overview's row has it. */
import type { Action } from "../model/decision/advice.js";
import type { Level } from "../model/decision/confidence.js";
import type { DecidedOrNot } from "../model/decision/subject.js";
import {
  actionSentence,
  cheaperCourse,
  confidenceSentence,
  gainText,
  timeText,
  worthCell,
} from "./advice.js";
import { reasonOf } from "./decision-sentences.js";
import { evidenceLines } from "./evidence-gate.js";

/** Whether the voyage is to be made. */
export type Bearing = "stay" | "leave" | "undecided";

export interface AdviceRow {
  readonly action: Action["state"] | "missing";
  readonly bearing: Bearing;
  /** What to do, as a sentence. */
  readonly verdict: string;
  /** Each with its detail beneath it; empty where there is no verdict. */
  readonly facts: readonly { readonly term: string; readonly value: string; readonly detail: string }[];
  readonly confidence: { readonly level: Level; readonly why: string } | null;
  /** Why there is no verdict, and the command that would give one. */
  readonly notes: readonly string[];
}

export function adviceRow(one: DecidedOrNot): AdviceRow {
  if (one.state === "missing") {
    const { reason } = one;
    return {
      action: "missing",
      bearing: "undecided",
      verdict: "Nothing to compare with.",
      facts: [],
      confidence: null,
      notes: [reason],
    };
  }
  const { advice, subject } = one;
  const { action, confidence } = advice;
  return {
    action: action.state,
    bearing: BEARING[action.state],
    verdict: actionSentence(action),
    facts: factsOf(one),
    confidence: confidence && { level: confidence.level, why: confidenceSentence(confidence) },
    notes: [
      ...(action.state === "none" ? [reasonOf(advice.decision)] : []),
      ...(subject.evidence ? evidenceLines(subject.evidence.gate, subject.evidence.source) : []),
    ],
  };
}

const BEARING: Readonly<Record<Action["state"], Bearing>> = {
  stay: "stay",
  setting: "leave",
  slice: "leave",
  call: "leave",
  port: "leave",
  move: "leave",
  either: "undecided",
  open: "undecided",
  none: "undecided",
  withheld: "undecided",
};

function factsOf({ advice }: Extract<DecidedOrNot, { state: "decided" }>): AdviceRow["facts"] {
  const { fastest, today } = advice;
  if (fastest === null) return [];
  if (fastest === today)
    return [{ term: "Fastest", value: fastest.target.title, detail: "nothing is surely faster" }];
  const cheaper = cheaperCourse(advice);
  return [
    {
      term: "Fastest",
      value: `${fastest.target.title}, ${timeText(fastest)}`,
      detail:
        fastest.gain === null ? "on another kind of machine" : gainText(fastest.gain, fastest.target.basis),
    },
    { term: "Pays, requests a month", value: worthCell(fastest.worth), detail: "" },
    ...(cheaper === null
      ? []
      : [
          {
            term: "The cheaper course",
            value: `${cheaper.target.title}, ${timeText(cheaper)}`,
            detail: `pays ${worthCell(cheaper.worth)}`,
          },
        ]),
  ];
}
