/** What the report's terms of art mean, in the words of somebody who does not use them. */
import { BUCKET_MEANING } from "../model/buckets.js";

interface Explained {
  /** As it stands in a list of terms. */
  readonly term: string;
  /** Whole sentences. */
  readonly meaning: string;
}

/** By the id that a link to it carries; in the order in which a page's list shows them. */
export const GLOSSARY = {
  workload: {
    term: "workload",
    meaning:
      "What one request asks for, from its bytes to the answer’s: reading, preparing, a model, and a result that is written. Each is written once as a specification and runs on every target.",
  },
  bucket: {
    term: "bucket",
    meaning:
      "One of the three kinds of work that a request’s time is split into: the interpreter’s (glue), the model’s, and the moving of bytes. A change can only save time of the bucket that it touches.",
  },
  glue: {
    term: "glue",
    meaning:
      "The program’s own code around the model: it turns a request into the model’s inputs, and the model’s outputs into a response.",
  },
  interpreter: { term: "interpreter (bucket)", meaning: BUCKET_MEANING.interpreter },
  compute: { term: "model compute (bucket)", meaning: BUCKET_MEANING.compute },
  io: { term: "IO & marshalling (bucket)", meaning: BUCKET_MEANING.io },
  unattributed: { term: "unattributed", meaning: BUCKET_MEANING.unattributed },
  target: {
    term: "target",
    meaning:
      "One way to run a workload: a language for the glue, an engine for the model, and what both run in. “Python” is one, “Wasm SIMD” in Node another.",
  },
  course: {
    term: "course",
    meaning:
      "What a team can do about a pipeline, in order of effort: stay, change a setting, compile a slice, or port it.",
  },
  slice: {
    term: "compiled slice",
    meaning:
      "The hot loops of the glue, compiled and called from the same Python program, which otherwise stays as it is.",
  },
  port: {
    term: "port",
    meaning:
      "The program rewritten so that it runs elsewhere: its glue in another language, compiled to WebAssembly or to native code, and its model on another engine.",
  },
  boundary: {
    term: "boundary",
    meaning:
      "What a call and its bytes must cross to reach another side: Wasm’s memory, another thread, Python, native code, a GPU. Each crossing costs time.",
  },
  coldstart: {
    term: "cold start",
    meaning:
      "The first request of a process that does not run yet: it waits until runtime, engine and model are there.",
  },
  breakeven: {
    term: "break-even",
    meaning: "The traffic, or the time, from which on what a change saves has paid for what it cost.",
  },
  interval: {
    term: "interval",
    meaning:
      "The range that a number lies in, as far as this run can tell. Measured values have 95 % intervals, a verdict such as “faster” asks for 99 %, and a forecast has an 80 % interval.",
  },
  noisefloor: {
    term: "noise floor",
    meaning:
      "How far two equal measurements of this run differ. One target runs twice under two names (an A/A arm); a difference that is no larger than between those two is no finding.",
  },
  p99: { term: "p99", meaning: "The time within which 99 of 100 requests are answered." },
} as const satisfies Readonly<Record<string, Explained>>;

export type Term = keyof typeof GLOSSARY;

/** The id of a term's entry in the page's list: a link to `#term-glue` is explained by it. */
export const termId = (term: Term): string => `term-${term}`;

/** What is matched in running text, the longer first. A plural is linked whole. */
const SPELLINGS: readonly (readonly [RegExp, Term])[] = [
  [/\bcompiled slices?\b/i, "slice"],
  [/\bcold starts?\b/i, "coldstart"],
  [/\bnoise floor\b/i, "noisefloor"],
  [/\bbreak-even\b/i, "breakeven"],
  [/\bIO (?:&|and) marshalling\b/i, "io"],
  [/\bmodel compute\b/i, "compute"],
  [/\bglue\b/i, "glue"],
  [/\bbuckets?\b/i, "bucket"],
  [/\btargets?\b/i, "target"],
  [/\bports?\b/i, "port"],
  [/\bcourses?\b/i, "course"],
  [/\bworkloads?\b/i, "workload"],
  [/\bintervals?\b/i, "interval"],
  [/\bp99\b/, "p99"],
];

/** A part of a text: `term` is null where it needs no explanation. */
export interface TextPart {
  readonly text: string;
  readonly term: Term | null;
}

/** A text in parts, each of the terms that it holds marked where it first stands. */
export function termsIn(text: string, terms: readonly Term[]): TextPart[] {
  const found = SPELLINGS.flatMap(([pattern, term]) => {
    const match = terms.includes(term) ? pattern.exec(text) : null;
    return match ? [{ start: match.index, end: match.index + match[0].length, term }] : [];
  }).sort((a, b) => a.start - b.start || b.end - a.end);
  const parts: TextPart[] = [];
  let at = 0;
  for (const { start, end, term } of found) {
    if (start < at) continue;
    if (start > at) parts.push({ text: text.slice(at, start), term: null });
    parts.push({ text: text.slice(start, end), term });
    at = end;
  }
  if (at < text.length || parts.length === 0) parts.push({ text: text.slice(at), term: null });
  return parts;
}
