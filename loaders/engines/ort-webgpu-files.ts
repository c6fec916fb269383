/** What a page loads of onnxruntime-web for its WebGPU provider: `import "onnxruntime-web/webgpu"` and the module behind it. */
export const ORT_WEBGPU_FILES = [
  "onnxruntime-web/dist/ort.webgpu.bundle.min.mjs",
  "onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm",
] as const;
