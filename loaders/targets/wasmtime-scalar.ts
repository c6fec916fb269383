import { wasiTarget } from "../standalone/wasi-target.ts";
import { runtime } from "./wasmtime.ts";

/** Differs from `wasmtime` in nothing but SIMD. */
export const target = /* @__PURE__ */ wasiTarget({
  ...runtime,
  id: "wasmtime-scalar",
  title: "Wasmtime, scalar",
  scalar: true,
});
