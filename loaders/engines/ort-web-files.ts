/** What a page loads of onnxruntime-web for its CPU provider: `import "onnxruntime-web/wasm"` and the module behind it. */
export const ORT_WEB_FILES = [
  "onnxruntime-web/dist/ort.wasm.bundle.min.mjs",
  "onnxruntime-web/dist/ort-wasm-simd-threaded.wasm",
] as const;
