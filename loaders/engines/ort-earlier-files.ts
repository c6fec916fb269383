/**
 * The last onnxruntime-web that ships builds without SIMD and without threads, under a name of its own beside the one that
 * is used: what each is worth, on whole models.
 */
export const ORT_EARLIER_VERSION = "1.18.0";
export const ORT_EARLIER = "onnxruntime-web-1.18";

export interface OrtBuild {
  readonly simd: boolean;
  readonly threaded: boolean;
}

export const ORT_EARLIER_FOLDER = `${ORT_EARLIER}/dist/`;
export const ORT_EARLIER_SCRIPT = `${ORT_EARLIER_FOLDER}esm/ort.wasm.min.js`;

/** The module of a build. */
export const ortEarlierModule = ({ simd, threaded }: OrtBuild): string =>
  `${ORT_EARLIER_FOLDER}ort-wasm${simd ? "-simd" : ""}${threaded ? "-threaded" : ""}.wasm`;
