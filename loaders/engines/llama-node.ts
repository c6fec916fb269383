import { pathToFileURL } from "node:url";
import type { WorkerParts } from "../worker/main.ts";
import { chatSession } from "./chat-session.ts";

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
    input: readonly (number | readonly [number, { readonly generateNext: typeof LIKELIEST }])[],
  ): Promise<readonly ({ readonly next: { readonly token: number } } | undefined)[]>;
}

const LIKELIEST = { token: true, options: { temperature: 0 } } as const;

/** llama.cpp on this machine's CPU, by node-llama-cpp, whose address is the artefact `engine`. It maps the model's file into memory. */
export const openLlamaNode: WorkerParts["openSession"] = async ({ job, model, clock }) => {
  const { getLlama } = (await clock.import(
    () => import(pathToFileURL(job.artefacts.engine!).href),
  )) as NodeLlamaCpp;
  return clock.session(async () => {
    const llama = await getLlama({
      gpu: false,
      build: "never",
      skipDownload: true,
      logLevel: "error",
      maxThreads: job.threads,
    });
    const loaded = await llama.loadModel({ modelPath: model.path });
    const [contextSize] = model.inputs[0]!.dims;
    const context = await loaded.createContext({
      contextSize: contextSize!,
      batchSize: contextSize!,
      threads: job.threads,
    });
    const sequence = context.getSequence();
    return chatSession({
      begin: () => sequence.clearHistory(),
      next: async (tokens) => {
        const last = tokens.length - 1;
        const found = await sequence.controlledEvaluate(
          Array.from(tokens, (token, i) =>
            i < last ? token : ([token, { generateNext: LIKELIEST }] as const),
          ),
        );
        return found[last]!.next.token;
      },
      release: async () => {
        await context.dispose();
        await loaded.dispose();
      },
    });
  });
};
