import { beforeAll, describe, expect, it } from "vitest";
import { workloads } from "../../loaders/workloads/index.ts";
import { hasSteps, type StepWorkload, type WorkloadSize } from "../../loaders/workloads/workload.ts";
import { missingForModels, recordedRequests } from "../fixtures/recorded-requests.ts";
import {
  expectSameSteps,
  STEP_LANGUAGES,
  type StepAnswer,
  type StepQuestion,
  type Trace,
} from "../fixtures/step-hosts.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());

/** What C's floats may differ by from doubles that are rounded once. */
const TENSORS: Readonly<Record<string, number>> = { "read-text": 2e-6 };

// Language models say the likeliest token natively, and have glue in two languages: chat.test.ts.
const withSteps = (workloads as readonly StepWorkload<WorkloadSize>[]).filter(
  (workload) => hasSteps(workload) && workload.reads === undefined,
);
const missing = new Map<string, string | null>();
for (const workload of withSteps) missing.set(workload.id, await missingForModels(workload));
for (const [id, reason] of missing) {
  if (reason) console.warn(`*** ${id} is SKIPPED in the agreement of languages: ${reason} ***`);
}

/** The payload ends early: whatever it is, it is not whole. */
const cutOff = ({ payload }: Trace): StepQuestion => ({ payload: payload.slice(0, -1), outputs: [] });
const nothing: StepQuestion = { payload: new Uint8Array(), outputs: [] };
/** Its model fails half way, and the next request finds the glue in the middle of this one. */
const abandoned = ({ payload, outputs }: Trace): StepQuestion => ({
  payload,
  outputs: outputs.slice(0, outputs.length >> 1),
});

describe.each(withSteps.map((workload) => [workload.id, workload] as const))(
  "the glue of %s",
  (id, workload) => {
    const reason = missing.get(id) ?? null;
    let small: Trace;
    let medium: Trace;
    let large: Trace;

    beforeAll(async () => {
      if (reason !== null) return;
      const traces = await recordedRequests(workload);
      [small, medium, large] = ["small", "medium", "large"].map((size) => traces.get(size)!) as [
        Trace,
        Trace,
        Trace,
      ];
    });

    it.skipIf(reason).each(workload.sizes)("answers what is right: $label", (size) => {
      const { calls, answer } = { small, medium, large }[size.id];
      expect(calls.length).toBeGreaterThan(1);
      expect(workload.judge?.(JSON.parse(answer), size) ?? null).toBeNull();
    });

    it.skipIf(reason).for(STEP_LANGUAGES)(
      "agrees in $name, request after request, and refuses what it should",
      async (language, { skip }) => {
        skip(language.missing !== null, language.missing ?? "");
        const questions = [medium, cutOff(medium), small, abandoned(large), nothing, large, small];
        const answers = await language.ask(workload, questions);
        const refused = (answer: StepAnswer | undefined) =>
          answer && "refused" in answer ? answer.refused : "it was accepted";
        const malformed = /^expected |^glue_start returned -1: the payload is not what .*spec\.md describes$/;
        expect([answers[1], answers[4]].map(refused)).toEqual([
          expect.stringMatching(malformed),
          expect.stringMatching(malformed),
        ]);
        const half = large.outputs.length >> 1;
        expect(refused(answers[3])).toBe(`there are no outputs for call ${half + 1}`);
        for (const [i, reference] of [
          [0, medium],
          [2, small],
          [5, large],
          [6, small],
        ] as const) {
          expectSameSteps(answers[i]!, reference, TENSORS[id] ?? 0);
        }
      },
    );
  },
);
