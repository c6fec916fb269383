import { ortEarlierTarget } from "./ort-earlier.ts";

export { parts } from "./browser-ort-simd.ts";

export const target = /* @__PURE__ */ ortEarlierTarget(() => ({
  id: "browser-ort-simd-threads",
  module: () => import.meta.url,
  simd: true,
  threaded: true,
}));
