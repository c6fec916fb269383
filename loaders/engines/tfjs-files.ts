/** Heavy, and in no lock file: who wants to measure TensorFlow.js installs it. The version that is known to run. */
export const TFJS_VERSION = "4.22.0";

export const TFJS_BACKENDS = ["cpu", "wasm", "webgl", "webgpu"] as const;
export type TfjsBackend = (typeof TFJS_BACKENDS)[number];

export const TFJS_CORE = "@tensorflow/tfjs-core";
export const tfjsBackendPackage = (backend: TfjsBackend): string => `@tensorflow/tfjs-backend-${backend}`;

/** One script for each package, which together fill one global, `tf`. */
export const tfjsScripts = (backend: TfjsBackend): readonly string[] => [
  `${TFJS_CORE}/dist/tf-core.min.js`,
  `${tfjsBackendPackage(backend)}/dist/tf-backend-${backend}.min.js`,
];

/** Where the Wasm backend's modules lie. */
export const TFJS_WASM_FOLDER = `${tfjsBackendPackage("wasm")}/dist/`;
