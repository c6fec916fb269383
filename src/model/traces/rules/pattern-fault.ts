/** What keeps a regular expression out of a rule file. */
import { MAX_SUBJECT } from "./match.js";
import { patternCost } from "./pattern-cost.js";
import { endOfClass } from "./pattern-syntax.js";

const MAX_LENGTH = 4000;

/** Powers of ten of steps: two repetitions of anything, the search for where they start (3 each), and small change. */
const MAX_COST = 10;

const SHOWN_CHARACTERS = 60;

/**
 * Why a pattern is refused, or null if it is sound. JavaScript has no time limit for a match, so a pattern that can
 * take for ever never gets to run: a repetition of a group that itself repeats or branches, like `(a+)+`, or several
 * repetitions of the same text in a row, like `(.*)(.*)(.*)x`.
 */
export function patternFault(source: string): string | null {
  if (source === "") return "the pattern is empty and would match everything; write .* if you mean that";
  if (source.length > MAX_LENGTH) {
    return `the pattern has ${source.length} characters; at most ${MAX_LENGTH} are allowed, so split the rule in two`;
  }
  const reference = /(?:^|[^\\])(?:\\\\)*(\\[1-9]|\\k<)/.exec(source)?.[1];
  if (reference) return `back references (${reference}) are not allowed; write out what is meant`;
  try {
    new RegExp(source, "i");
  } catch (error) {
    return `${(error as Error).message}; it must be a JavaScript regular expression`;
  }
  const repeated = nestedRepetition(source);
  if (repeated !== null) {
    return `"${repeated}" repeats a group that itself repeats or branches, which can take for ever on a long name; write it without the outer * or +`;
  }
  return patternCost(source, MAX_SUBJECT) <= MAX_COST
    ? null
    : `repetitions in "${excerpt(source)}" can share the same text in too many ways, which can take for ever on a long name; leave out .* at the start and the end (a pattern matches anywhere), write [^/]* or \\w* for .*, and use two of them at most`;
}

function excerpt(source: string): string {
  return source.length > SHOWN_CHARACTERS ? `${source.slice(0, SHOWN_CHARACTERS)}…` : source;
}

/** The first group that is repeated without a bound and contains a repetition or a `|`, or null. */
function nestedRepetition(source: string): string | null {
  const open: { readonly start: number; risky: boolean }[] = [];
  for (let at = 0; at < source.length; at++) {
    const character = source[at]!;
    if (character === "\\") at++;
    else if (character === "[") at = endOfClass(source, at);
    else if (character === "(") open.push({ start: at, risky: false });
    else if (character === "|") markRisky(open);
    else if (character === ")") {
      const group = open.pop();
      const unbounded = isUnbounded(source, at + 1);
      if (group?.risky && unbounded) return source.slice(group.start, at + 2);
      if (group?.risky || unbounded) markRisky(open);
    } else if (isUnbounded(source, at)) markRisky(open);
  }
  return null;
}

/** Of the innermost group only: its parent learns of it when the group closes. */
function markRisky(open: readonly { risky: boolean }[]): void {
  const innermost = open.at(-1);
  if (innermost) innermost.risky = true;
}

function isUnbounded(source: string, at: number): boolean {
  return /^(?:[*+]|\{\d+,(?:\}|\d{3,}\}))/.test(source.slice(at, at + 12));
}
