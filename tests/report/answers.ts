/** Answers from evidence, for the tests of what is said of one. */
import { advise } from "../../src/model/decision/advice.ts";
import { decide } from "../../src/model/decision/decide.ts";
import type { Subject } from "../../src/model/decision/subject.ts";
import type { Scenario } from "../../src/model/scenario/scenario.ts";
import { type Answer, answerOf } from "../../src/report/answer.ts";
import { workload } from "../model/cells.ts";
import { grounds, scenarioWith, THREE } from "../model/decision/evidence.ts";

export const SUBJECT: Subject = {
  kind: "measured",
  workload: { ...workload("python", []), title: "Classify an image" },
  targets: [],
  evidence: null,
  batches: new Map(),
};

/** About Python at 50 ms, native code at 8 ms and Wasm at 30 ms, unless said. */
export function answer(over: Partial<Scenario> = {}, targets = THREE): Answer {
  const scenario = scenarioWith(over);
  const asked = grounds(targets, scenario);
  const decision = decide(asked, scenario, { draws: 500 });
  return answerOf(SUBJECT, decision, advise(decision, asked));
}
