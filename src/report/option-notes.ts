/** What is to be known of the ranked options besides their figures: each sentence once, with the options that it is about. */
import type { Answer, RankedAnswer } from "./answer.js";
import { GATE_LABEL } from "./decision-sentences.js";
import { elsewhereNote } from "./other-runs.js";
import { differInPlace, portabilitySentence, REVIEW_SENTENCE } from "./portability.js";
import { isModelled } from "./tail.js";

export interface OptionNotes {
  /** In the order in which the table comes to them; the first has the number 1. */
  readonly notes: readonly string[];
  /** The numbers of an option's notes, ascending. */
  readonly of: (option: RankedAnswer) => readonly number[];
}

export function optionNotes({ ranked }: Pick<Answer, "ranked">): OptionNotes {
  const deployed = ranked.filter(({ option }) => !option.platform.sells);
  const tells = differInPlace(deployed.map(({ portability }) => portability));
  const notes = [...new Set(ranked.flatMap((one) => sentencesOf(one, tells)))];
  const numbersOf = (one: RankedAnswer) =>
    sentencesOf(one, tells).map((sentence) => notes.indexOf(sentence) + 1);
  return { notes, of: (one) => numbersOf(one).sort((a, b) => a - b) };
}

function sentencesOf(
  { option, gates, dominatedBy, reviewed, portability }: RankedAnswer,
  tells: boolean,
): string[] {
  const worse =
    dominatedBy === null ? [] : [`No better in total cost, p99 and cold start than ${dominatedBy.title}.`];
  const open = gates
    .filter(({ passed }) => passed === "unknown")
    .map(({ gate, evidence }) =>
      // How many samples each has stands below the table, once for all.
      gate === "p99" && isModelled(option.target)
        ? `Left open, ${GATE_LABEL.p99}: a modelled tail (≈) proves no limit.`
        : `Left open, ${GATE_LABEL[gate]}: ${evidence.replace(/\.$/, "")}.`,
    );
  const { elsewhere } = option.target;
  return [
    ...(elsewhere === undefined ? [] : [elsewhereNote(elsewhere)]),
    ...worse,
    ...open,
    ...(reviewed ? [REVIEW_SENTENCE] : []),
    ...(tells && !option.platform.sells ? [portabilitySentence(portability)] : []),
  ];
}
