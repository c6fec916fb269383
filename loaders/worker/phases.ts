import type { Opened } from "./protocol.ts";

/** Times the phases of a cold start. Wasm compilation is told apart wherever it happens. */
export class ColdClock {
  #importMs = 0;
  #sessionMs = 0;
  #compileMs = 0;

  constructor() {
    for (const name of ["compile", "instantiate", "compileStreaming", "instantiateStreaming"] as const)
      this.#watchWasm(name);
  }

  /** Loading a runtime or an engine's code. */
  import<T>(work: () => Promise<T>): Promise<T> {
    return this.#phase(work, (ms) => {
      this.#importMs += ms;
    });
  }

  /** Creating the session: the model is read, optimised and laid out. */
  session<T>(work: () => Promise<T>): Promise<T> {
    return this.#phase(work, (ms) => {
      this.#sessionMs += ms;
    });
  }

  finish(firstInferenceMs: number): Opened {
    return {
      importMs: this.#importMs,
      compileMs: this.#compileMs,
      sessionMs: this.#sessionMs,
      firstInferenceMs,
    };
  }

  async #phase<T>(work: () => Promise<T>, add: (ms: number) => void): Promise<T> {
    const compiled = this.#compileMs;
    const start = performance.now();
    const value = await work();
    add(Math.max(0, performance.now() - start - (this.#compileMs - compiled)));
    return value;
  }

  // Engines compile their modules somewhere inside import or session creation; asking V8 is the only way to
  // see how long, and wrapping its entry points costs nothing measurable. Streaming, a browser compiles while it loads.
  #watchWasm(name: string): void {
    const entries = WebAssembly as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const original = entries[name];
    if (!original) return;
    const watched = async (...args: unknown[]) => {
      const start = performance.now();
      try {
        return await original.apply(WebAssembly, args);
      } finally {
        this.#compileMs += performance.now() - start;
      }
    };
    entries[name] = watched;
  }
}
