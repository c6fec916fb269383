import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Variant } from "../../src/model/features/variants.ts";
import { makeWhole, writeWhole } from "../files/whole-file.ts";
import { compilerVersion } from "../glue/compile.ts";
import { homeFolder } from "../paths.ts";
import { runCommand } from "../run-command.ts";
import { packageVersion } from "../targets/engines.ts";
import { SHARED_PAGES } from "./kernels.ts";

const SOURCE = fileURLToPath(new URL("kernels.c", import.meta.url));
/** A product and a sum may be one rounding, where the machine has that; the kernels' numbers are exact either way. */
const COMMON = ["-O3", "-std=c11", "-ffp-contract=fast"];
const WASM = [...COMMON, "-nostdlib", "-Wl,--no-entry", "-Wl,--strip-all"];
/** Memory that is shared is made by whoever starts the threads. */
const SHARED = [
  ...["-matomics", "-mbulk-memory", "-Wl,--import-memory,--shared-memory"],
  `-Wl,--initial-memory=${SHARED_PAGES << 16},--max-memory=${SHARED_PAGES << 16}`,
];
const NATIVE = [...COMMON, "-shared", "-fPIC", "-fvisibility=hidden"];

/** What a module is compiled with; a baseline is the same module in another tier. */
const WASM_FLAGS: Partial<Record<Variant, readonly string[]>> = {
  "wasm-scalar": ["--target=wasm32"],
  "wasm-scalar-threads": ["--target=wasm32", ...SHARED],
  "wasm-simd": ["--target=wasm32", "-msimd128"],
  "wasm-simd-threads": ["--target=wasm32", "-msimd128", ...SHARED],
  "wasm-simd-memory64": ["--target=wasm64", "-msimd128"],
  "wasm-relaxed-simd": ["--target=wasm32", "-msimd128", "-mrelaxed-simd", "-ffast-math"],
};
const NATIVE_FLAGS: Partial<Record<Variant, readonly string[]>> = {
  "native-scalar": ["-fno-tree-vectorize", "-fno-tree-slp-vectorize"],
  "native-simd": ["-march=native"],
};

/** @returns the module's bytes, base64, cached by the source's hash */
export async function wasmModule(variant: Variant): Promise<string> {
  const flags = [...WASM, ...WASM_FLAGS[variant.replace(/-baseline$/, "") as Variant]!];
  const output = cachePath("wasm", [packageVersion("@yowasp/clang") ?? "none", ...flags]);
  if (!existsSync(output)) {
    const { commands, runLLVM } = await import("@yowasp/clang");
    // Loads the compiler; left to itself it reports that on the console.
    await runLLVM(undefined, {}, { fetchProgress: () => {} });
    const source = { "kernels.c": readFileSync(SOURCE, "utf8") };
    const files = await commands.clang!([...flags, "kernels.c", "-o", "kernels.wasm"], source);
    writeWhole(output, files?.["kernels.wasm"] as Uint8Array);
  }
  return readFileSync(output).toString("base64");
}

/** @returns the library's path */
export async function nativeLibrary(variant: Variant): Promise<string> {
  const compiler = process.env.CC || "cc";
  const flags = [...NATIVE, ...NATIVE_FLAGS[variant]!];
  const output = cachePath("so", [(await compilerVersion()) ?? "none", ...flags]);
  if (existsSync(output)) return output;
  await makeWhole(output, async (half) => {
    const { ok, stderr } = await runCommand(compiler, [...flags, SOURCE, "-o", half]);
    if (!ok) throw new Error(`${compiler} could not compile the kernels: ${stderr.split("\n")[0]}`);
  });
  return output;
}

function cachePath(extension: string, parts: readonly string[]): string {
  const hash = createHash("sha256").update(parts.join("\0")).update(readFileSync(SOURCE)).digest("hex");
  return join(homeFolder("cache", "features"), `kernels-${hash.slice(0, 16)}.${extension}`);
}
