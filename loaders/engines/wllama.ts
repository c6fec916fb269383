import type { WorkerParts } from "../worker/main.ts";
import type { Surroundings } from "../worker/surroundings.ts";
import { chatSession } from "./chat-session.ts";

/** What is used here of @wllama/wllama 2.3. */
interface WllamaModule {
  readonly Wllama: new (
    files: Readonly<Record<string, string>>,
    options: { readonly suppressNativeLog: boolean; readonly logger: object },
  ) => {
    loadModel(
      blobs: readonly Blob[],
      options: { readonly n_ctx: number; readonly n_batch: number; readonly n_threads: number },
    ): Promise<void>;
    samplingInit(options: { readonly temp: number }): Promise<void>;
    samplingAccept(tokens: readonly number[]): Promise<void>;
    samplingSample(): Promise<{ readonly token: number }>;
    /** Softmax of the last token's logits; -1 for all of the vocabulary. */
    getLogits(topK: -1): Promise<readonly { readonly token: number; readonly p: number }[]>;
    decode(tokens: readonly number[], options: object): Promise<unknown>;
    kvClear(): Promise<void>;
    exit(): Promise<void>;
  };
}

export interface WllamaHost {
  load(engine: string | undefined): Promise<unknown>;
  /** The model's file, without holding a copy of it where that can be had. */
  blob(path: string, read: Surroundings["read"]): Promise<Blob>;
  /** Address of a build's `wllama.wasm`. */
  wasm(build: "single-thread" | "multi-thread", engine: string | undefined): string;
}

const quiet = { debug: () => {}, log: () => {}, warn: () => {}, error: () => {} };

/** llama.cpp compiled to Wasm, by wllama, which runs it in a worker of its own. */
export function wllama(host: WllamaHost): WorkerParts["openSession"] {
  return async ({ job, model, clock, read }) => {
    const engine = job.artefacts.engine;
    const { Wllama } = (await clock.import(() => host.load(engine))) as WllamaModule;
    return clock.session(async () => {
      const files = Object.fromEntries(
        (["single-thread", "multi-thread"] as const).map((build) => [
          `${build}/wllama.wasm`,
          host.wasm(build, engine),
        ]),
      );
      const llama = new Wllama(files, { suppressNativeLog: true, logger: quiet });
      const [context] = model.inputs[0]!.dims;
      await llama.loadModel([await host.blob(model.path, read)], {
        n_ctx: context!,
        n_batch: context!,
        n_threads: job.threads,
      });
      return chatSession({
        begin: async () => {
          await llama.kvClear();
          await llama.samplingInit({ temp: 0 });
        },
        next: async (tokens) => {
          const list = Array.from(tokens);
          await llama.samplingAccept(list);
          await llama.decode(list, {});
          return (await llama.samplingSample()).token;
        },
        // Token by token: of several in a call it keeps the last one's logits.
        score: async (text) => {
          const scores = new Float32Array(text.length - 1);
          for (let i = 0; i < scores.length; i++) {
            await llama.decode([text[i]!], {});
            const all = await llama.getLogits(-1);
            scores[i] = Math.log(all.find(({ token }) => token === text[i + 1])!.p);
          }
          return scores;
        },
        release: () => llama.exit(),
      });
    });
  };
}
