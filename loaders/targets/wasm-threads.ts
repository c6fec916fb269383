import { probeCores, threadCount } from "./engines.ts";
import { variantOf } from "./variant.ts";
import { target as wasm } from "./wasm.ts";

export { parts } from "./wasm.ts";

export const target = /* @__PURE__ */ variantOf(wasm, () => ({
  id: "wasm-threads",
  title: `Wasm (${threadCount} threads)`,
  summary: `As wasm, with ${threadCount} threads in the engine; a browser needs cross-origin isolation for it.`,
  threads: threadCount,
  host: { kind: "node", module: () => import.meta.url },
  probe: async () => probeCores(await wasm.probe()),
}));
