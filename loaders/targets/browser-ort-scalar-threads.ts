import { ortEarlierTarget } from "./ort-earlier.ts";

export { parts } from "./browser-ort-scalar.ts";

export const target = /* @__PURE__ */ ortEarlierTarget(() => ({
  id: "browser-ort-scalar-threads",
  module: () => import.meta.url,
  simd: false,
  threaded: true,
}));
