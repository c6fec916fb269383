import type { Frame } from "./call-tree.js";
import { frameCategory } from "./frame-category.js";

/** Python's `-X perf`: `py::serve:/app/pipeline.py`. */
const PYTHON = /^py::(.*):(.+)$/s;

/** V8's `--perf-basic-prof`: `JS:*serve file:///app/pipeline.mjs:47:22`, `LazyCompile:~resize /app/pipeline.mjs:21`. */
const JAVASCRIPT =
  /^(?:JS|LazyCompile|Function|Script|Eval|Builtin|BytecodeHandler|Stub|RegExp):[*^~+]?(.*?)(?: ([^ ]+?)(?::(\d+))?(?::\d+)?)?$/s;

/** V8's compilers of wasm end the names of functions so. */
const WASM = /^(.+)-\d+-(?:turbofan|liftoff)$/;

/** The frame behind a symbol that a virtual machine wrote into a map for `perf`; null where it is another symbol. */
export function perfMapFrame(symbol: string): Frame | null {
  const [, python, pythonFile] = PYTHON.exec(symbol) ?? [];
  if (python !== undefined) {
    const file = pythonFile!;
    return {
      name: python || "(anonymous)",
      file,
      line: null,
      category: frameCategory(python, file) ?? "python",
    };
  }
  const [, name, url, line] = JAVASCRIPT.exec(symbol) ?? [];
  if (name === undefined) return null;
  const [, wasm] = WASM.exec(name) ?? [];
  if (wasm !== undefined) return { name: wasm, file: null, line: null, category: "wasm" };
  const file = url?.replace(/^file:\/\//, "") ?? null;
  return {
    name: name || "(anonymous)",
    file,
    line: Number(line ?? 0) || null,
    category: frameCategory(name, file) ?? (file === null ? "builtin" : "js"),
  };
}
