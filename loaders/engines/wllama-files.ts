/** The npm package of llama.cpp compiled to Wasm. */
export const WLLAMA = "@wllama/wllama";

/** What a page loads of it. */
export const WLLAMA_MODULE = `${WLLAMA}/esm/index.js`;

export const wllamaWasm = (build: "single-thread" | "multi-thread"): string =>
  `${WLLAMA}/esm/${build}/wllama.wasm`;
