import type { Frame } from "../call-tree.js";
import { frameCategory } from "../frame-category.js";
import { asNumber, asText, type JsonObject } from "../json-file.js";

const META: Readonly<Record<string, string>> = {
  "(root)": "program",
  "(program)": "program",
  "(idle)": "idle",
  "(garbage collector)": "gc",
};

/** A sample may hit the root itself; a tree's root holds no time. */
export const ROOT: Frame = { name: "(root)", file: null, line: null, category: "program" };

/** V8's own stubs on the way between JavaScript and wasm. */
const WASM_BOUNDARY = /^(?:wasm-to-js|js-to-wasm|js-to-js|Generic(?:JSToWasm|WasmToJS)|JSToWasm|WasmToJs)/i;

/** A frame from a `callFrame`, or from a node of the old form, which has the same fields. */
export function readFrame(callFrame: JsonObject): Frame {
  const name = asText(callFrame.functionName) ?? "(anonymous)";
  const url = asText(callFrame.url) ?? "";
  const line = asNumber(callFrame.lineNumber);
  return {
    name,
    file: url === "" ? null : url.replace(/^file:\/\//, ""),
    // V8 counts lines from 0, and writes −1 where there is none.
    line: line === null || line < 0 || url === "" ? null : Math.trunc(line) + 1,
    category: categoryOf(name, url),
  };
}

function categoryOf(name: string, url: string): string {
  if (url === "" && Object.hasOwn(META, name)) return META[name]!;
  // Builtins and bindings (read, get exports) have no URL.
  if (url === "" || WASM_BOUNDARY.test(name)) return "builtin";
  const category = frameCategory(name, url);
  return category === "wasm" || category === "builtin" ? category : "js";
}
