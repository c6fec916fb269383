import { WLLAMA_MODULE, wllamaWasm } from "../engines/wllama-files.ts";
import { target as single } from "./browser-llama.ts";
import { probeCores, threadCount } from "./engines.ts";
import { variantOf } from "./variant.ts";

export { parts } from "./browser-llama.ts";

export const target = /* @__PURE__ */ variantOf(single, () => {
  const { inBrowser: _, ...rest } = single;
  return {
    ...rest,
    id: "browser-llama-threads",
    title: "Browser, llama.cpp as Wasm, threads",
    summary: "As browser-llama, with as many threads as the machine has cores, at most four.",
    threads: threadCount,
    browser: { ...single.browser!, packageFiles: [WLLAMA_MODULE, wllamaWasm("multi-thread")] },
    host: { kind: "browser", module: () => import.meta.url },
    probe: async () => probeCores(await single.probe()),
  };
});
