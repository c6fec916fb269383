/** The npm package of llama.cpp compiled to Wasm. */
export const WLLAMA = "@wllama/wllama";

/** What a page loads of it. Plain text each, so that a worker's bundle can leave out the targets that name them. */
export const WLLAMA_MODULE = "@wllama/wllama/esm/index.js";
export const WLLAMA_SINGLE = "@wllama/wllama/esm/single-thread/wllama.wasm";
export const WLLAMA_THREADS = "@wllama/wllama/esm/multi-thread/wllama.wasm";
