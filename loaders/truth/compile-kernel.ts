import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeWhole } from "../files/whole-file.ts";
import { homeFolder } from "../paths.ts";
import { packageVersion } from "../targets/engines.ts";

const SOURCE = fileURLToPath(new URL("programs/kernel.c", import.meta.url));
const FLAGS = ["-O3", "--target=wasm32", "-msimd128", "-nostdlib", "-Wl,--no-entry", "-Wl,--strip-all"];

/**
 * The Wasm kernel of the Node truth program, compiled on first use and cached by source hash.
 *
 * @throws Error when the compiler, an optional dependency, is not installed
 */
export async function compileKernel(): Promise<string> {
  const version = packageVersion("@yowasp/clang");
  if (version === null) throw new Error("@yowasp/clang is not installed; npm ci installs it");
  const source = readFileSync(SOURCE, "utf8");
  const hash = createHash("sha256")
    .update([version, ...FLAGS, source].join("\0"))
    .digest("hex");
  const path = join(homeFolder("cache", "truth"), `kernel-${hash.slice(0, 16)}.wasm`);
  if (existsSync(path)) return path;
  const { commands, runLLVM } = await import("@yowasp/clang");
  // Loads the compiler; left to itself it reports that on the console.
  await runLLVM(undefined, {}, { fetchProgress: () => {} });
  const files = await commands.clang!([...FLAGS, "kernel.c", "-o", "kernel.wasm"], { "kernel.c": source });
  writeWhole(path, files?.["kernel.wasm"] as Uint8Array);
  return path;
}
