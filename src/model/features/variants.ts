/** How one algorithm is run, from an interpreter to native vectors: what a feature of Wasm or a compiler's tier is worth. */

export const KERNELS = ["matmul", "hash"] as const;
export type Kernel = (typeof KERNELS)[number];

export const VARIANTS = [
  "js-interpreter",
  "js",
  "wasm-scalar-baseline",
  "wasm-scalar",
  "wasm-scalar-threads",
  "wasm-simd-baseline",
  "wasm-simd",
  "wasm-simd-memory64",
  "wasm-relaxed-simd",
  "wasm-simd-threads",
  "native-scalar",
  "native-simd",
] as const;
export type Variant = (typeof VARIANTS)[number];

export const VARIANT_TITLE: Readonly<Record<Variant, string>> = {
  "js-interpreter": "JavaScript, interpreted",
  js: "JavaScript",
  "wasm-scalar-baseline": "Wasm, no SIMD, baseline compiler",
  "wasm-scalar": "Wasm, no SIMD",
  "wasm-scalar-threads": "Wasm, no SIMD, threads",
  "wasm-simd-baseline": "Wasm SIMD, baseline compiler",
  "wasm-simd": "Wasm SIMD",
  "wasm-simd-memory64": "Wasm SIMD, 64-bit memory",
  "wasm-relaxed-simd": "Wasm relaxed SIMD",
  "wasm-simd-threads": "Wasm SIMD, threads",
  "native-scalar": "native, no SIMD",
  "native-simd": "native, this CPU’s SIMD",
};

export const KERNEL_TITLE: Readonly<Record<Kernel, string>> = {
  matmul: "Matrix product, 128 × 128, float32",
  hash: "Hash of 64 KiB, each step needing the last",
};

/** Of Wasm and of what surrounds it. */
export const FEATURES = [
  "simd",
  "relaxed-simd",
  "threads",
  "memory64",
  "bulk-memory",
  "reference-types",
  "tail-calls",
  "exceptions",
  "gc",
  "js-promise-integration",
  "shared-memory",
] as const;
export type Feature = (typeof FEATURES)[number];

export const FEATURE_TITLE: Readonly<Record<Feature, string>> = {
  simd: "SIMD (128-bit vectors)",
  "relaxed-simd": "Relaxed SIMD (fused multiply-add)",
  threads: "Atomics and shared linear memory",
  memory64: "64-bit memory",
  "bulk-memory": "Bulk memory operations",
  "reference-types": "Reference types",
  "tail-calls": "Tail calls",
  exceptions: "Exceptions",
  gc: "Garbage-collected types",
  "js-promise-integration": "Promises in Wasm (JSPI)",
  "shared-memory": "SharedArrayBuffer",
};
