/**
 * How many steps a backtracking matcher may need: where several repetitions can match the same text, it tries every way
 * to share that text between them. `a.*b.*c` is cubic in the text's length, `(.*)(.*)(.*)x` worse.
 */
import { ALL, type Characters, NONE, parsePattern, type Repeat, type Term } from "./pattern-syntax.js";

/** Part of a pattern that is written out as one sequence, each alternative after the other. */
interface Element {
  readonly characters: Characters;
  /** Nothing matches without it, where its branches are taken. */
  readonly isMandatory: boolean;
  /** The decimal logarithm of the number of ways to match it; 0 where there is one. */
  readonly choices: number;
  readonly branches: readonly Branch[];
}

/** One of several alternatives, or what may be missing. */
interface Branch {
  readonly group: number;
  readonly alternative: number;
  /** How many alternatives the group has; Infinity where it may also be missing. */
  readonly of: number;
}

/** A pattern that, written out, is larger counts as one that never ends, and so does one of so many powers of ten. */
const MAX_ELEMENTS = 2000;
const NEVER_ENDS = 30;

/**
 * The decimal logarithm of an upper estimate of the steps for a text of that length. Two repetitions multiply if there
 * is text that both can match, and all between them too (Weideman et al., "Analyzing matching time behavior of
 * backtracking regular expression matchers by using ambiguity of NFA", 2016); otherwise the text decides between them.
 * The search for where the match starts is one more repetition, in front.
 *
 * @param source a pattern that JavaScript accepts, without back references
 * @param length of the text, characters
 */
export function patternCost(source: string, length: number): number {
  const elements = new Sequence(length).of(source);
  if (elements.length > MAX_ELEMENTS) return Number.POSITIVE_INFINITY;
  const costs = new Float64Array(elements.length);
  let worst = 0;
  for (const [later, { choices }] of elements.entries()) {
    if (choices === 0) continue;
    let before = 0;
    for (let earlier = 0; earlier < later; earlier++) {
      if (costs[earlier]! > before && multiply(elements, earlier, later)) before = costs[earlier]!;
    }
    costs[later] = before + choices;
    worst = Math.max(worst, costs[later]!);
    if (worst > NEVER_ENDS) return Number.POSITIVE_INFINITY;
  }
  return worst;
}

function multiply(elements: readonly Element[], earlier: number, later: number): boolean {
  const from = elements[earlier]!;
  const to = elements[later]!;
  const shared = from.characters & to.characters;
  if (shared === NONE || exclude(from.branches, to.branches)) return false;
  const taken = [...from.branches, ...to.branches];
  const barred = new Map<number, Set<number>>();
  for (let at = earlier + 1; at < later; at++) {
    const { isMandatory, characters, branches } = elements[at]!;
    if (!isMandatory || (characters & shared) !== NONE || exclude(branches, taken)) continue;
    if (isBarred(branches, taken, barred)) return false;
  }
  return true;
}

/** Whether no way is left past an element of these branches: none of them has another alternative that is open. */
function isBarred(
  branches: readonly Branch[],
  taken: readonly Branch[],
  barred: Map<number, Set<number>>,
): boolean {
  const last = branches.findLastIndex((branch) => !taken.includes(branch));
  if (last === -1) return true;
  const { group, alternative, of } = branches[last]!;
  const closed = barred.get(group) ?? new Set();
  barred.set(group, closed.add(alternative));
  return closed.size >= of && isBarred(branches.slice(0, last), taken, barred);
}

/** Whether two alternatives of one group are among them. */
function exclude(a: readonly Branch[], b: readonly Branch[]): boolean {
  return a.some(({ group, alternative }) =>
    b.some((other) => other.group === group && other.alternative !== alternative),
  );
}

class Sequence {
  readonly #length: number;
  readonly #elements: Element[] = [];
  #groups = 0;
  /** Terms looked at, so that groups of nothing end as well. */
  #steps = 0;

  constructor(length: number) {
    this.#length = length;
  }

  of(source: string): readonly Element[] {
    this.#push(ALL, { min: 0, max: Number.POSITIVE_INFINITY }, []);
    this.#alternatives(parsePattern(source).map(withoutFreeEnd), [], false);
    return this.#elements;
  }

  /** Alternatives are tried one after the other, which only multiplies where they are repeated. */
  #alternatives(
    alternatives: readonly (readonly Term[])[],
    branches: readonly Branch[],
    isRepeated: boolean,
  ): void {
    if (alternatives.length === 1) {
      this.#terms(alternatives[0]!, branches, isRepeated);
      return;
    }
    const group = this.#groups++;
    const start = this.#elements.length;
    for (const [alternative, terms] of alternatives.entries()) {
      this.#terms(terms, [...branches, { group, alternative, of: alternatives.length }], isRepeated);
    }
    if (isRepeated) this.#choice(start, { min: 1, max: alternatives.length }, branches);
  }

  #terms(terms: readonly Term[], branches: readonly Branch[], isRepeated: boolean): void {
    for (const term of terms) {
      if (++this.#steps > 2 * MAX_ELEMENTS || this.#elements.length > MAX_ELEMENTS) {
        this.#elements.length = MAX_ELEMENTS + 1;
        return;
      }
      if (term.kind === "text") this.#push(term.characters, term.repeat, branches);
      else if (term.kind === "edge") this.#push(NONE, { min: 1, max: 1 }, branches);
      else this.#group(term, branches, isRepeated);
    }
  }

  /** Written out as often as it is repeated. Without a bound, one copy is like all: nothing in it repeats or branches. */
  #group(
    { alternatives, repeat, isLook }: Term & { kind: "group" },
    branches: readonly Branch[],
    isRepeated: boolean,
  ): void {
    const start = this.#elements.length;
    const copies = repeat.max === Number.POSITIVE_INFINITY ? Math.max(1, repeat.min) : repeat.max;
    for (let copy = 0; copy < copies && this.#elements.length <= MAX_ELEMENTS; copy++) {
      const isOptional = isLook || copy >= repeat.min;
      this.#alternatives(
        alternatives,
        isOptional
          ? [...branches, { group: this.#groups++, alternative: 0, of: Number.POSITIVE_INFINITY }]
          : branches,
        isRepeated || copies > 1,
      );
    }
    this.#choice(start, repeat, branches);
  }

  /** In front of what was written since: a choice within that text. */
  #choice(start: number, repeat: Repeat, branches: readonly Branch[]): void {
    const choices = this.#choicesOf(repeat);
    if (choices === 0 || this.#elements.length > MAX_ELEMENTS) return;
    let characters = NONE;
    for (let at = start; at < this.#elements.length; at++) characters |= this.#elements[at]!.characters;
    this.#elements.splice(start, 0, { characters, isMandatory: false, choices, branches });
  }

  #push(characters: Characters, repeat: Repeat, branches: readonly Branch[]): void {
    if (repeat.max === 0) return;
    this.#elements.push({
      characters,
      isMandatory: repeat.min > 0,
      choices: this.#choicesOf(repeat),
      branches,
    });
  }

  #choicesOf({ min, max }: Repeat): number {
    return Math.log10(Math.min(this.#length, max - min + 1));
  }
}

/** What a pattern ends in matches at the first try, as nothing has to follow it. */
function withoutFreeEnd(terms: readonly Term[]): readonly Term[] {
  const end = terms.findLastIndex((term) => term.kind !== "text" || term.repeat.min > 0);
  const last = terms[end];
  const kept = terms.slice(0, end + 1);
  return last?.kind === "text"
    ? [...kept.slice(0, -1), { ...last, repeat: { min: last.repeat.min, max: last.repeat.min } }]
    : kept;
}
