import { FIELDS } from "../../model/scenario/fields.js";
import type { Known, Scenario } from "../../model/scenario/scenario.js";
import { parseTexts, textsFromQuery } from "../../model/scenario/scenario-query.js";
import type { Answer } from "../../report/answer.js";

/** More do not fit beside each other. */
export const MOST_COMPARED = 3;

/** A scenario of the address that is not compared. It stays in the address, since only its reader may drop it. */
export interface LeftOut {
  readonly state: "left out";
  /** Its place among all that are set aside. */
  readonly index: number;
  readonly title: string;
  /** What is wrong with it, as a sentence without its full stop. */
  readonly reason: string;
}

export type SetAside =
  | { readonly state: "valid"; readonly index: number; readonly scenario: Scenario }
  | LeftOut;

/** One that is compared, with its answer, or one that cannot be. */
export type AsideColumn =
  | { readonly state: "answered"; readonly index: number; readonly answer: Answer }
  | LeftOut;

/** Reads the queries that an address sets aside; none is lost, whatever is wrong with it. */
export function readAside(queries: readonly string[], known: Known): SetAside[] {
  let valid = 0;
  return queries.map((query, index): SetAside => {
    const texts = textsFromQuery(query);
    const parsed = parseTexts(texts, known);
    const leftOut = (reason: string) => ({ state: "left out", index, title: texts.title, reason }) as const;
    if (parsed.state === "invalid") {
      const faults = FIELDS.flatMap(({ id, label }) => {
        const error = parsed.errors.get(id);
        return error === undefined ? [] : [`${label}: ${error}`];
      });
      return leftOut(faults.join("; "));
    }
    valid++;
    if (valid > MOST_COMPARED) return leftOut(`no more than ${MOST_COMPARED} are compared; remove another`);
    return { state: "valid", index, scenario: parsed.scenario };
  });
}

/** @param answers to the valid ones, in their order */
export function withAnswers(aside: readonly SetAside[], answers: readonly Answer[]): AsideColumn[] {
  let next = 0;
  return aside.flatMap((one): AsideColumn[] => {
    if (one.state === "left out") return [one];
    const answer = answers[next++];
    return answer === undefined ? [] : [{ state: "answered", index: one.index, answer }];
  });
}
