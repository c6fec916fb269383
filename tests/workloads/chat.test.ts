import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  artefactsFor,
  jobFor,
  type StagedWorkload,
  stageWorkload,
  startWorker,
} from "../../loaders/harness/stage.ts";
import { type LlamaShape, llamaModel } from "../../loaders/llm/llama-model.ts";
import { portolanHome, projectRoot } from "../../loaders/paths.ts";
import { target as inBrowser } from "../../loaders/targets/browser-llama.ts";
import { target as native } from "../../loaders/targets/llama-native.ts";
import { target as wasm } from "../../loaders/targets/llama-wasm.ts";
import type { Target } from "../../loaders/targets/target.ts";
import { sizeOf, workloadById } from "../../loaders/workloads/index.ts";
import { perplexity, perplexityDiffers } from "../../src/model/llm/perplexity.ts";
import { answerOf, parseOutputs } from "../../src/model/outputs.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();
/** Set up once for the project, where it is; a test installs nothing. */
const setUp = join(projectRoot, ".portolan", "llama");
if (existsSync(setUp)) symlinkSync(setUp, join(home, "llama"));

const TINY: LlamaShape = {
  name: "tiny",
  blocks: 2,
  width: 64,
  feedForward: 96,
  heads: 4,
  keyValueHeads: 2,
  context: 256,
};

function staged(): StagedWorkload {
  const workload = workloadById("chat-f16");
  const path = join(portolanHome(), "tiny.gguf");
  const bytes = llamaModel(TINY, "F16");
  writeFileSync(path, bytes);
  const model = { path, source: "tiny", sha256: "0".repeat(64), bytes: bytes.length };
  return stageWorkload(workload, sizeOf(workload, "small"), [model]);
}

interface Said {
  readonly answer: { readonly tokens: readonly number[]; readonly text: string };
  readonly callEndMs: readonly (readonly number[])[];
  /** Of `TEXT`, by the engine. */
  readonly perplexity: number;
}

const TEXT = Int32Array.from([1, ...Array.from({ length: 40 }, (_, i) => 60 + ((i * 37) % 90))]);

async function say(target: Target, item: StagedWorkload): Promise<Said> {
  const callEndMs: number[][] = [];
  const worker = await startWorker(target, jobFor(item, target, await artefactsFor(target, item)), {
    timeoutMs: 100_000,
    signal: new AbortController().signal,
    cwd: portolanHome(),
    onSamples: (batch) => callEndMs.push(...(batch.callEndMs ?? [])),
  });
  try {
    await worker.opened();
    await worker.warm({ warmTimeMs: 1, warmupIterations: 0, minIterations: 2, maxIterations: 2 });
    const path = join(portolanHome(), `${target.id}.bin`);
    await worker.writeOutputs(path);
    const scores = await worker.score(TEXT);
    expect(scores).toHaveLength(TEXT.length - 1);
    expect(await worker.profile(path, 1)).toBeNull();
    const answer = answerOf(parseOutputs(readFileSync(path)))!;
    return {
      answer: JSON.parse(new TextDecoder().decode(answer)),
      callEndMs,
      perplexity: perplexity(scores!),
    };
  } finally {
    await worker.close();
  }
}

describe("a language model", () => {
  const item = staged();
  let reference: Said;

  it("says as many tokens as were asked for, one after the other, the same in each request", async () => {
    reference = await say(wasm, item);
    expect(reference.answer.tokens).toHaveLength(32);
    expect(reference.answer.tokens.every((token) => Number.isInteger(token) && token < 259)).toBe(true);
    expect(reference.callEndMs).toHaveLength(2);
    for (const ends of reference.callEndMs) {
      expect(ends).toHaveLength(32);
      expect([...ends].sort((a, b) => a - b)).toEqual(ends);
    }
    // Of a model whose weights are noise it is about the size of its vocabulary, 259, or more.
    expect(reference.perplexity).toBeGreaterThan(100);
  }, 100_000);

  it.for([native, inBrowser])("says the same on $id", { timeout: 100_000 }, async (target, { skip }) => {
    const probe = await target.probe();
    if (!probe.available) skip(`${probe.reason}; to enable it: ${probe.enable}`);
    const said = await say(target, item);
    expect(said.answer).toEqual(reference.answer);
    expect(said.callEndMs[0]).toHaveLength(32);
    expect(perplexityDiffers(said.perplexity, reference.perplexity, 0.01)).toBeNull();
  });
});
