import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ggufFile } from "../../loaders/llm/gguf-file.ts";
import { llamaModel } from "../../loaders/llm/llama-model.ts";
import { writeGguf } from "../../loaders/llm/write-gguf.ts";
import { registerChat } from "../../loaders/workloads/chat/workload.ts";
import { sizeOf, workloadById } from "../../loaders/workloads/index.ts";
import { seededPayload } from "../../loaders/workloads/seeded-payload.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const TINY = {
  name: "tiny",
  blocks: 1,
  width: 64,
  feedForward: 96,
  heads: 4,
  keyValueHeads: 2,
  context: 128,
};
const file = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

describe("a language model of one's own", () => {
  const whole = file("whole.gguf", llamaModel(TINY, "Q4_0"));

  it("becomes a workload whose prompt is of its own vocabulary, within its context", async () => {
    const { file: model, model: read } = await ggufFile(whole);
    expect(model).toMatchObject({ source: "whole.gguf", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const workload = workloadById(registerChat(model, read));
    expect(workload).toMatchObject({ title: "Chat with tiny", reads: "gguf" });
    expect("models" in workload && workload.models).toEqual([
      { name: "llama", gguf: { file: model }, contextTokens: 128 },
    ]);
    const request = JSON.parse(
      new TextDecoder().decode(seededPayload(workload, sizeOf(workload, "small"))),
    ) as { prompt_tokens: number[] };
    expect(request.prompt_tokens).toHaveLength(16);
    expect(request.prompt_tokens.every((token) => token >= 0 && token < 259)).toBe(true);
  });

  it.each([
    ["is not there", () => join(folder, "none.gguf"), /there is no GGUF file .*none\.gguf; give the path/],
    [
      "is cut off in its tensors",
      () => {
        const path = file("cut.gguf", llamaModel(TINY, "Q4_0"));
        truncateSync(path, 20_000);
        return path;
      },
      /cut\.gguf cannot be measured: it has .* and its tensors need .*: the file is cut off/,
    ],
    ["is cut off in its head", () => file("head.gguf", llamaModel(TINY, "Q4_0").slice(0, 900)), /cut off/],
    ["is no GGUF", () => file("zip.gguf", new TextEncoder().encode("PK..and more")), /begins with "PK\.\."/],
    [
      "is of another architecture",
      () => file("bert.gguf", writeGguf({ "general.architecture": { string: "bert" } }, [])),
      /architecture is "bert"; calculated are llama/,
    ],
  ])("that %s is refused in one message", async (_, path, message) => {
    await expect(ggufFile(path())).rejects.toThrow(message);
  });
});
