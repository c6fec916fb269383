import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { llamaModel } from "../../loaders/llm/llama-model.ts";
import { run } from "../../loaders/llm/thread-rounds.ts";
import { projectRoot } from "../../loaders/paths.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
/** Set up once for the project, where it is; a test installs nothing. */
const enginePath = join(
  projectRoot,
  ".portolan",
  "llama",
  "node_modules",
  "node-llama-cpp",
  "dist",
  "index.js",
);

it.skipIf(!existsSync(enginePath))(
  "a conversation on more threads is had in rounds, and not begun where time is up",
  async () => {
    const [modelPath, payloadPath] = [join(folder, "tiny.gguf"), join(folder, "payload")];
    const shape = { blocks: 2, width: 64, feedForward: 96, heads: 4, keyValueHeads: 2, context: 64 };
    writeFileSync(modelPath, llamaModel({ name: "tiny", ...shape }, "Q8_0"));
    writeFileSync(payloadPath, JSON.stringify({ prompt_tokens: [1, 50, 60, 70, 80], max_tokens: 8 }));
    const job = {
      enginePath,
      modelPath,
      payloadPath,
      contextTokens: 64,
      generatedTokens: 4,
      threads: [1, 2],
    };
    const whole = await run({ ...job, rounds: 2, mostMs: 600_000 });
    expect(whole.map(({ threads, promptTokens }) => [threads, promptTokens])).toEqual([
      [1, 5],
      [2, 5],
    ]);
    for (const { rounds } of whole) {
      expect(rounds.map(({ tokenMs }) => tokenMs.length)).toEqual([3, 3]);
      for (const { firstTokenMs, tokenMs } of rounds)
        for (const ms of [firstTokenMs, ...tokenMs]) expect(ms).toBeGreaterThan(0);
    }
    const cut = await run({ ...job, rounds: 2, mostMs: 0 });
    expect(cut.map(({ rounds }) => rounds.map(({ tokenMs }) => tokenMs.length))).toEqual([[], []]);
  },
  300_000,
);
