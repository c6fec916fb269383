/** What kind of code a frame is, from its file and name, where the profiler does not say. */

const PYTHON_FILE =
  /\.py[w3]?$|^<(?:frozen |string>|stdin>|ipython-input|eval|__array_function__|decorator-gen)/;
const NATIVE_FILE =
  /\.(?:so(?:\.[\w.]+)?|dylib|dll|pyd|exe|pyx|pxd|pxi|c|cc|cpp|cxx|cu|h|hh|hpp|inl|inc|s|asm|rs|f|f90|m|mm|go|zig)$/i;
const SCRIPT_FILE = /\.(?:[cm]?[jt]sx?)$/i;
const EXECUTABLE = /(?:^|\/)(?:python[\d.]*|node|ld-linux[\w.-]*|\[vdso\]|\[kernel[\w.]*\]|\[unknown\]|\?)$/;
const ADDRESS = /^(?:0x[\da-f]+|\[unknown\])$/i;

/** pyinstrument's names of time in which an asynchronous task did not run. */
const AWAITED = /^\[(?:await|out-of-context)\]$/;

/**
 * @returns `python`, `native`, `js`, `wasm`, `builtin`, `wait`, or null where neither file nor name tells
 */
export function frameCategory(name: string, file: string | null): string | null {
  if (file === "~" || file === "<built-in>" || file?.startsWith("node:")) return "builtin";
  if (file === null && AWAITED.test(name)) return "wait";
  if (file?.startsWith("wasm://") || name.startsWith("wasm-function[")) return "wasm";
  if (file !== null) {
    if (PYTHON_FILE.test(file)) return "python";
    if (NATIVE_FILE.test(file) || EXECUTABLE.test(file)) return "native";
    if (SCRIPT_FILE.test(file)) return "js";
  }
  return ADDRESS.test(name) ? "native" : null;
}
