/** A conversation on more and more threads, in one process: `run` is what a process of its own does. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { ThreadsRow } from "../../src/model/run-file.ts";
import type { Conversation } from "../engines/chat-session.ts";
import { loadLlama } from "../engines/llama-node.ts";
import { createGlue } from "../workloads/chat/glue.ts";

export interface ThreadsJob {
  /** Of node-llama-cpp. */
  readonly enginePath: string;
  readonly modelPath: string;
  readonly contextTokens: number;
  /** A request of the workload: its prompt is what is read. */
  readonly payloadPath: string;
  readonly generatedTokens: number;
  /** Fewest first. */
  readonly threads: readonly number[];
  readonly rounds: number;
  /** After so long nothing further is begun, and what is being said is cut short: threads may well make it a hundred times slower. */
  readonly mostMs: number;
}

/** Of each number of threads, its rounds; fewer tokens in one that was cut short, none where not even a first token was there. */
export type ThreadRounds = readonly Pick<ThreadsRow, "threads" | "promptTokens" | "rounds">[];

/** Rounds of all numbers of threads in turn, up and then down, so that what else the machine does meets all of them. */
export async function run(job: ThreadsJob): Promise<ThreadRounds> {
  const { enginePath, modelPath, threads, rounds, mostMs } = job;
  const module = await import(pathToFileURL(enginePath).href);
  const loaded = await loadLlama(module, modelPath, Math.max(...threads));
  const prompt = promptOf(readFileSync(job.payloadPath));
  const found = new Map<number, ThreadsRow["rounds"]>(threads.map((count) => [count, []]));
  const deadline = performance.now() + mostMs;
  for (let round = 0; round < rounds; round++)
    for (const count of round % 2 === 0 ? threads : [...threads].reverse()) {
      if (performance.now() >= deadline) continue;
      const conversation = await loaded.converse(count, job.contextTokens);
      // Memory that is touched for the first time is none of the threads' doing.
      await conversation.next(prompt.slice(0, 2));
      await conversation.begin();
      found.get(count)!.push(await speak(conversation, prompt, job.generatedTokens, deadline));
      await conversation.release();
    }
  await loaded.release();
  return threads.map((count) => ({
    threads: count,
    promptTokens: prompt.length,
    rounds: found.get(count)!,
  }));
}

async function speak(
  { next }: Conversation,
  prompt: Int32Array,
  tokens: number,
  deadline: number,
): Promise<ThreadsRow["rounds"][number]> {
  let last = performance.now();
  const lap = () => {
    const before = last;
    last = performance.now();
    return last - before;
  };
  let token = await next(prompt);
  const firstTokenMs = lap();
  const tokenMs: number[] = [];
  for (let said = 1; said < tokens && (tokenMs.length === 0 || last < deadline); said++) {
    token = await next(Int32Array.of(token));
    tokenMs.push(lap());
  }
  return { firstTokenMs, tokenMs };
}

/** What the workload's glue gives the model first. */
function promptOf(payload: Uint8Array): Int32Array {
  const first = createGlue(new Uint8Array()).serve(payload).next();
  if (first.done) throw new Error("the request asks its model for nothing");
  return first.value.inputs[0]!.data as Int32Array;
}
