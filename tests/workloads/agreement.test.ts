import { beforeAll, describe, expect, it } from "vitest";
import { seededWeights } from "../../loaders/models/seeded-weights.ts";
import { sizeOf, workloads } from "../../loaders/workloads/index.ts";
import {
  type CallWorkload,
  elementsOf,
  hasSteps,
  type Tensor,
  type TensorSpec,
  type WorkloadSize,
} from "../../loaders/workloads/workload.ts";
import { compareOutputs, type OutputArray } from "../../src/model/outputs.ts";
import { mulberry32, seedOf } from "../../src/model/random.ts";
import { type Answer, LANGUAGES, type Question } from "../fixtures/glue-hosts.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());

/** The same arithmetic in double gives the same float32; only exp and sqrt of another libm may differ in the last bit. */
const SAME = { tensors: 1e-6, result: 1e-6 };

/** Random model outputs in a range in which the postprocessing has something to find. */
const OUTPUTS: Readonly<Record<string, (noise: Float32Array) => Float32Array>> = {
  // Distances of one to three strides, logits of which about one in six hundred passes the threshold.
  "detect-objects": (noise) => noise.map((x, i) => (i < 4 * 2_100 ? 2 + 0.3 * x : 2 * x - 7)),
  // Waves that cross both alarm levels.
  "score-telemetry": (noise) => noise.map((x, i) => 0.5 + 0.45 * Math.sin(i / 25) + 0.01 * x),
};

const FOUND: Readonly<Record<string, (result: Float32Array) => boolean>> = {
  "detect-objects": (result) => result[0]! > 10 && result[0]! < 300,
  "score-telemetry": (result) => result[1]! >= 3,
};

function outputOf(id: string, spec: TensorSpec): Float32Array {
  const noise = seededWeights(`agreement/${id}/${spec.name}`, elementsOf(spec), 1);
  return OUTPUTS[id]?.(noise) ?? noise;
}

/** Text may be empty and end anywhere but inside a character; every other payload must be whole. */
function malformedOf(id: string, payload: Uint8Array): Uint8Array[] {
  const half = payload.slice(0, payload.length - 20);
  return id === "embed-text" ? [Uint8Array.of(...payload, 0xe8, 0xaa)] : [new Uint8Array(), half];
}

interface Served {
  readonly tensors: readonly Tensor[];
  readonly result: Float32Array;
}

/** What a request that calls its model once came to. */
function served(answer: Answer | undefined): Served {
  if (!answer || "refused" in answer) throw new Error(`it was refused: ${answer?.refused}`);
  const [call] = answer.calls;
  return { tensors: call!.inputs.map(({ data }) => data), result: answer.result as Float32Array };
}

const named = ({ tensors, result }: Served): OutputArray[] => [
  ...tensors.map((data, i) => ({ name: `input ${i}`, data })),
  { name: "result", data: result },
];

for (const { name, missing } of LANGUAGES) {
  if (missing) console.warn(`*** ${name} is SKIPPED in the agreement of languages: ${missing} ***`);
}

const called = workloads.filter((workload) => !hasSteps(workload)) as CallWorkload<WorkloadSize>[];

describe.each(called.map((workload) => [workload.id, workload] as const))(
  "the glue of %s",
  (id, workload) => {
    const size = sizeOf(workload, "small");
    const payload = workload.payload(size, mulberry32(seedOf(`agreement/${id}`)));
    const question: Question = {
      payload,
      outputs: [workload.outputs(size).map((spec: TensorSpec) => outputOf(id, spec))],
    };
    const malformed = malformedOf(id, payload).map((bytes): Question => ({ payload: bytes, outputs: [] }));
    let reference: Served;

    beforeAll(async () => {
      const [answer] = await LANGUAGES[0]!.ask(workload, size, [question]);
      reference = served(answer);
    });

    it("finds something, so that agreement says something", () => {
      expect(reference.tensors.map(({ length }) => length)).toEqual(workload.inputs(size).map(elementsOf));
      expect(reference.result.every(Number.isFinite)).toBe(true);
      expect(FOUND[id]?.(reference.result) ?? reference.result.length > 1).toBe(true);
    });

    it.for(LANGUAGES)("agrees in $name, and refuses what it should", async (language, { skip }) => {
      skip(language.missing !== null, language.missing ?? "");
      const [first, ...others] = await language.ask(workload, size, [question, ...malformed, question]);
      for (const answer of [first, others.pop()]) {
        const agreement = compareOutputs(named(served(answer)), named(reference), SAME);
        expect(agreement, JSON.stringify(agreement)).toMatchObject({ agrees: true });
      }
      for (const [i, answer] of others.entries()) {
        expect(answer, `malformed payload ${i} of ${malformed[i]!.payload.length} bytes`).toHaveProperty(
          "refused",
        );
      }
    });
  },
);
