import type { Session } from "./engine.ts";

/** A language model with one conversation. */
export interface Conversation {
  /** Forgets what was said. */
  begin(): Promise<void>;
  /** Reads tokens and says the likeliest next one. */
  next(tokens: Int32Array): Promise<number>;
  /**
   * How likely it takes a text to be, in a conversation that has just begun: of each token but the first the logarithm of its
   * probability after those before it, in nats.
   */
  score(text: Int32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

/** As the glue of `chat` calls it: tokens and their position in, one token out (workloads/chat/spec.md). */
export function chatSession({ begin, next, score, release }: Conversation): Session {
  return {
    run: async ([tokens, position]) => {
      if (Number(position!.data[0]) === 0) await begin();
      return [Float32Array.of(await next(tokens!.data as Int32Array))];
    },
    score: async (text) => {
      await begin();
      return score(text);
    },
    endProfile: async () => null,
    release,
  };
}
