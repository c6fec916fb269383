import type { Session } from "./engine.ts";

/** A language model with one conversation. */
export interface Conversation {
  /** Forgets what was said. */
  begin(): Promise<void>;
  /** Reads tokens and says the likeliest next one. */
  next(tokens: Int32Array): Promise<number>;
  release(): Promise<void>;
}

/** As the glue of `chat` calls it: tokens and their position in, one token out (workloads/chat/spec.md). */
export function chatSession({ begin, next, release }: Conversation): Session {
  return {
    run: async ([tokens, position]) => {
      if (Number(position!.data[0]) === 0) await begin();
      return [Float32Array.of(await next(tokens!.data as Int32Array))];
    },
    endProfile: async () => null,
    release,
  };
}
