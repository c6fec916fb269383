import { describe, expect, it } from "vitest";
import { diskLoadOf } from "../../../src/model/llm/model-load.ts";
import { type ColdRow, coldRowSchema, type ModelPages } from "../../../src/model/run-file.ts";

const row = (sessionMs: number, modelPages?: ModelPages): ColdRow => ({
  kind: "cold",
  process: "chat/llama-native/wall/0",
  workload: "chat",
  target: "llama-native",
  arm: "wall",
  replicate: 0,
  spawnMs: 1,
  importMs: 10,
  compileMs: 0,
  sessionMs,
  firstInferenceMs: 100,
  ...(modelPages ? { modelPages } : {}),
});
const dropped = { state: "dropped", residentShare: 0 } as const;
const kept = {
  state: "kept",
  reason: "koffi is not installed",
  enable: "npm install --no-save koffi",
} as const;

describe("loading a model from the disk", () => {
  it("is told from the processes whose file was dropped from memory alone", () => {
    const rows = [row(50), row(90, dropped), row(52), row(110, dropped), row(70, kept)];
    for (const one of rows) expect(coldRowSchema.safeParse(one).error).toBeUndefined();
    expect(diskLoadOf(rows)).toEqual({ state: "measured", loadMs: 110, firstAnswerMs: 100, processes: 2 });
  });

  it("says why it was not measured, and nothing where nobody tried", () => {
    expect(diskLoadOf([row(50), row(70, kept)])).toEqual({ ...kept, state: "missing" });
    expect(diskLoadOf([row(50)])).toBeNull();
  });
});
