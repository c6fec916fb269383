import { expect, it } from "vitest";
import { frameCategory } from "../../../src/model/traces/frame-category.ts";

it.each([
  ["main", "app.py", "python"],
  ["_find_and_load", "<frozen importlib._bootstrap>", "python"],
  ["<module>", "<string>", "python"],
  ["dgemm_kernel", "/usr/lib/libopenblas64_-32a4b2a6.so", "native"],
  ["read", "/usr/lib/x86_64-linux-gnu/libc.so.6", "native"],
  ["inflate", "/usr/lib/libz.so.1.2.13", "native"],
  ["scan_once", "Modules/_json.c", "native"],
  ["sample", "numpy/random/mtrand.pyx", "native"],
  ["eval", "/usr/bin/python3.11", "native"],
  ["0x7fd8ba64524a", "?", "native"],
  ["0x7fd8ba64524a", null, "native"],
  ["sleep", "<built-in>", "builtin"],
  ["<built-in method time.sleep>", "~", "builtin"],
  ["readFileSync", "node:fs", "builtin"],
  ["run", "/srv/app/main.mjs", "js"],
  ["wasm-function[7]", "wasm://wasm/b3153f72", "wasm"],
  ["wasm-function[7]", null, "wasm"],
  ["[await]", null, "wait"],
  ["[out-of-context]", null, "wait"],
  ["main", null, null],
  ["main", "Main.java", null],
] as const)("%s in %s is %s", (name, file, category) => {
  expect(frameCategory(name, file)).toBe(category);
});
