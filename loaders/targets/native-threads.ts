import { probeCores, threadCount } from "./engines.ts";
import { target as native } from "./native.ts";
import { variantOf } from "./variant.ts";

export { parts } from "./native.ts";

export const target = /* @__PURE__ */ variantOf(native, () => ({
  id: "native-threads",
  title: `Native in Node (${threadCount} threads)`,
  summary: `As native, with ${threadCount} threads in the engine.`,
  threads: threadCount,
  host: { kind: "node", module: () => import.meta.url },
  probe: async () => probeCores(await native.probe()),
}));
