import { describe, expect, it } from "vitest";
import { decodeRate, generationOf, prefillRate } from "../../../src/model/llm/generation.ts";
import type { SamplesRow } from "../../../src/model/run-file.ts";

/** Of a prompt of 100 tokens and 5 generated: 100 + 4 tokens and 5 positions are given, four bytes each. */
const workload = { id: "chat", calls: [{ model: "llama", calls: 5, inputBytes: 4 * 109, outputBytes: 20 }] };

const row = (process: string, callEndMs: number[][]): SamplesRow => ({
  kind: "samples",
  process,
  workload: "chat",
  target: "llama",
  arm: "wall",
  replicate: 0,
  firstIteration: 0,
  segments: [{ stage: "infer", bucket: "compute" }],
  startMs: callEndMs.map((_, i) => 100 * i),
  wallMs: callEndMs.map((ends) => ends.at(-1)!),
  spanMs: [callEndMs.map((ends) => ends.at(-1)!)],
  callEndMs,
});

describe("a conversation", () => {
  it("has a first token, the time between the others, and rates of both", () => {
    const generation = generationOf(workload, "llama", [
      row("a", [[50, 60, 70, 80, 90]]),
      row("a", [[52, 62, 72, 82, 92]]),
      row("b", [[50, 60, 70, 80, 90]]),
    ])!;
    expect(generation).toMatchObject({ promptTokens: 100, generatedTokens: 5 });
    expect(generation.firstTokenMs.value).toBeCloseTo(50.5, 6);
    expect(generation.tokenMs.value).toBe(10);
    expect(decodeRate(generation).value).toBe(100);
    expect(prefillRate(generation).value).toBeCloseTo(1_980, 0);
    expect(generation.tokenP99.state).toBe("insufficient");
    expect(generation.tokenQuantilesMs).toEqual(Array.from({ length: 12 }, () => 10));
  });

  it("is none where calls were not kept, or there is one token", () => {
    const { callEndMs: _, ...without } = row("a", [[50, 60, 70, 80, 90]]);
    expect(generationOf(workload, "llama", [without])).toBeNull();
    const one = { ...workload, calls: [{ ...workload.calls[0]!, calls: 1 }] };
    expect(generationOf(one, "llama", [row("a", [[50]])])).toBeNull();
  });
});
