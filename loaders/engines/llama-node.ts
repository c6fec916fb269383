import { pathToFileURL } from "node:url";
import type { WorkerParts } from "../worker/main.ts";
import { type Conversation, chatSession } from "./chat-session.ts";

/** What is used here of node-llama-cpp 3.22, which is installed by `portolan setup llama` alone. */
interface NodeLlamaCpp {
  getLlama(options: {
    readonly gpu: false;
    readonly build: "never";
    readonly skipDownload: true;
    readonly logLevel: "error";
    readonly maxThreads: number;
  }): Promise<{
    loadModel(options: { readonly modelPath: string }): Promise<{
      createContext(options: {
        readonly contextSize: number;
        readonly batchSize: number;
        readonly threads: number;
      }): Promise<{ getSequence(): Sequence; dispose(): Promise<void> }>;
      dispose(): Promise<void>;
    }>;
  }>;
}

interface Sequence {
  clearHistory(): Promise<void>;
  controlledEvaluate(
    input: readonly (number | readonly [number, { readonly generateNext: Asked }])[],
  ): Promise<readonly ({ readonly next: Next } | undefined)[]>;
}

interface Asked {
  readonly token?: true;
  readonly options?: { readonly temperature: 0 };
  /** The sum of exp(logit - largest logit). */
  readonly totalLogitWeight?: true;
  readonly logits?: { readonly filter: { readonly tokens: readonly number[]; readonly includeTop: 1 } };
}

interface Next {
  readonly token: number;
  readonly logits: ReadonlyMap<number, number>;
  readonly totalLogitWeight: number;
}

const LIKELIEST: Asked = { token: true, options: { temperature: 0 } };

/** A model's file, mapped into memory, by llama.cpp on this machine's CPU. */
export interface LoadedLlama {
  /** @param threads at most as many as it was loaded for */
  converse(threads: number, contextTokens: number): Promise<Conversation>;
  release(): Promise<void>;
}

/** @param module of node-llama-cpp, imported */
export async function loadLlama(
  module: unknown,
  modelPath: string,
  maxThreads: number,
): Promise<LoadedLlama> {
  const { getLlama } = module as NodeLlamaCpp;
  const llama = await getLlama({
    gpu: false,
    build: "never",
    skipDownload: true,
    logLevel: "error",
    maxThreads,
  });
  const model = await llama.loadModel({ modelPath });
  return {
    converse: async (threads, contextTokens) => {
      const context = await model.createContext({
        contextSize: contextTokens,
        batchSize: contextTokens,
        threads,
      });
      return conversationOf(context.getSequence(), () => context.dispose());
    },
    release: () => model.dispose(),
  };
}

function conversationOf(sequence: Sequence, release: () => Promise<void>): Conversation {
  return {
    begin: () => sequence.clearHistory(),
    next: async (tokens) => {
      const last = tokens.length - 1;
      const found = await sequence.controlledEvaluate(
        Array.from(tokens, (token, i) => (i < last ? token : [token, { generateNext: LIKELIEST }])),
      );
      return found[last]!.next.token;
    },
    score: async (text) => {
      const found = await sequence.controlledEvaluate(
        Array.from(
          text.subarray(0, -1),
          (token, i) => [token, { generateNext: logitOf(text[i + 1]!) }] as const,
        ),
      );
      return Float32Array.from(found, (one, i) => logProbability(one!.next, text[i + 1]!));
    },
    release,
  };
}

/** With the largest: `includeMax`, which is made for that, is not heeded. */
const logitOf = (token: number): Asked => ({
  totalLogitWeight: true,
  logits: { filter: { tokens: [token], includeTop: 1 } },
});

/** Softmax's logarithm, in nats. */
const logProbability = ({ logits, totalLogitWeight }: Next, token: number): number =>
  logits.get(token)! - Math.max(...logits.values()) - Math.log(totalLogitWeight);

/** llama.cpp by node-llama-cpp, whose address is the artefact `engine`. */
export const openLlamaNode: WorkerParts["openSession"] = async ({ job, model, clock }) => {
  const module = await clock.import(() => import(pathToFileURL(job.artefacts.engine!).href));
  return clock.session(async () => {
    const loaded = await loadLlama(module, model.path, job.threads);
    const conversation = await loaded.converse(job.threads, model.inputs[0]!.dims[0]!);
    return chatSession({
      ...conversation,
      release: async () => {
        await conversation.release();
        await loaded.release();
      },
    });
  });
};
