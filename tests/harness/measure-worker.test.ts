import { describe, expect, it } from "vitest";
import { EFFORT_PARAMETERS } from "../../loaders/harness/efforts.ts";
import { type MeasuredWorker, measureWorker } from "../../loaders/harness/measure-worker.ts";
import { type RunRow, scoreRowSchema } from "../../src/model/run-file.ts";

const outputs = [{ name: "result", data: Float32Array.of(7) }];
const scored = { text: Int32Array.of(1, 40, 41), logProbabilities: [-6, -7], tolerance: 0.01 };

/** A worker that answers rightly, and takes a text for as likely as it is told to. */
async function measured(
  score: readonly (number | null)[] | null,
  {
    replicate = 0,
    modelPages,
  }: { replicate?: number; modelPages?: { state: "dropped"; residentShare: number } } = {},
) {
  const rows: RunRow[] = [];
  const worker: MeasuredWorker = {
    opened: async () => ({ spawnMs: 1, importMs: 2, compileMs: 0, sessionMs: 3, firstInferenceMs: 4 }),
    warm: async () => ({ iterations: 1, cpuPerWall: null, overheadMs: null, selfReportedBytes: null }),
    outputs: async () => outputs,
    score: async () => score,
    profile: async () => null,
  };
  const outcome = await measureWorker(worker, {
    fields: { process: "chat/llama/wall/0", workload: "chat", target: "llama", arm: "wall", replicate },
    parameters: EFFORT_PARAMETERS.quick,
    tolerance: { tensors: 0, result: 0.5, leading: 1 },
    reference: outputs,
    scored,
    ...(modelPages ? { modelPages } : {}),
    append: (row) => rows.push(row),
    isFatal: () => false,
  });
  return { outcome, rows };
}

describe("an engine of a language model", () => {
  it("counts where it takes the text for as likely as the reference does, and says how likely", async () => {
    const { outcome, rows } = await measured([-6.004, -7.002]);
    expect(outcome).toMatchObject({ state: "ok", detail: "" });
    const score = rows.find(({ kind }) => kind === "score");
    expect(scoreRowSchema.parse(score)).toMatchObject({ logProbabilities: [-6.004, -7.002] });
    expect(score).toMatchObject({ referencePerplexity: Math.exp(6.5) });
  });

  it("does not count where it takes it for another, or for impossible", async () => {
    expect((await measured([-6.1, -7])).outcome).toMatchObject({
      state: "mismatch",
      detail: expect.stringMatching(/perplexity is 699\.2, the reference's 665\.1/),
    });
    expect((await measured([null, -7])).outcome.state).toBe("mismatch");
  });

  it("that does not tell is judged by its tokens alone", async () => {
    const { outcome, rows } = await measured(null);
    expect(outcome.state).toBe("ok");
    expect(rows.some(({ kind }) => kind === "score")).toBe(false);
  });

  it("is asked once, in its first process", async () => {
    expect((await measured([-1, -1], { replicate: 1 })).outcome.state).toBe("ok");
  });

  it("that read its model from the disk says so with its cold start", async () => {
    const modelPages = { state: "dropped", residentShare: 0.01 } as const;
    const cold = (await measured(null, { modelPages })).rows.find(({ kind }) => kind === "cold");
    expect(cold).toMatchObject({ modelPages, sessionMs: 3 });
    expect((await measured(null)).rows[0]).not.toHaveProperty("modelPages");
  });
});
