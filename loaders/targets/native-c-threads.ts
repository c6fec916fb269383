import { probeCores, threadCount } from "./engines.ts";
import { target as native } from "./native-c.ts";
import { variantOf } from "./variant.ts";

export const target = /* @__PURE__ */ variantOf(native, () => ({
  id: "native-c-threads",
  title: `Native (${threadCount} threads)`,
  summary: `As native-c, with ${threadCount} threads in the engine.`,
  threads: threadCount,
  probe: async () => probeCores(await native.probe()),
}));
