/** Where onnxruntime-node keeps the shared library that programs in C can load, below its folder of binaries; null where none can. */
const NAMES: { readonly [system in NodeJS.Platform]?: string } = {
  linux: "libonnxruntime.so.1",
  darwin: "libonnxruntime.1.dylib",
};
const name = NAMES[process.platform];

export const ENGINE_LIBRARY =
  name === undefined ? null : ({ folder: `${process.platform}/${process.arch}`, name } as const);
