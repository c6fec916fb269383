import { probeCores, threadCount } from "./engines.ts";
import { target as single } from "./llama-native.ts";
import { variantOf } from "./variant.ts";

export { parts } from "./llama-native.ts";

export const target = /* @__PURE__ */ variantOf(single, () => ({
  id: "llama-native-threads",
  title: "llama.cpp, threads",
  summary: "As llama-native, with as many threads as the machine has cores, at most four.",
  course: "setting",
  threads: threadCount,
  host: { kind: "node", module: () => import.meta.url },
  probe: async () => probeCores(await single.probe()),
}));
