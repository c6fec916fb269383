import { probeCores, threadCount } from "./engines.ts";
import type { Target } from "./target.ts";
import { target as wasm } from "./wasm.ts";

export { parts } from "./wasm.ts";

export const target: Target = {
  ...wasm,
  id: "wasm-threads",
  title: `Wasm (${threadCount} threads)`,
  summary: `As wasm, with ${threadCount} threads in the engine; a browser needs cross-origin isolation for it.`,
  threads: threadCount,
  host: { kind: "node", module: () => import.meta.url },
  probe: async () => probeCores(await wasm.probe()),
};
