import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDiskFull } from "../files/disk-full.ts";
import { makeWhole, writeWhole } from "../files/whole-file.ts";
import { homeFolder } from "../paths.ts";
import { runCommand } from "../run-command.ts";
import { packageVersion } from "../targets/engines.ts";
import { glueHeaderPath, gluePath } from "./sources.ts";

// -ffp-contract=off keeps a × b + c as two roundings everywhere, so that all languages agree.
const COMMON_FLAGS = ["-O3", "-std=c11", "-ffp-contract=off", "-fvisibility=hidden", "-Wall"];
export const NATIVE_FLAGS = [...COMMON_FLAGS, "-march=native", "-shared", "-fPIC"];
const WASM_FLAGS = [
  ...COMMON_FLAGS,
  ...["--target=wasm32-wasip1", "-msimd128", "-mexec-model=reactor"],
  ...["-Wl,--export=malloc", "-Wl,--strip-all", "-Wl,-z,stack-size=1048576"],
];

/** The C compiler of this machine. */
export const compiler = (): string => process.env.CC || "cc";

/** First line of `cc --version`, or null when there is no compiler. */
export async function compilerVersion(): Promise<string | null> {
  const result = await runCommand(compiler(), ["--version"]);
  return result.ok ? (result.stdout.split("\n")[0] ?? "").trim() : null;
}

/** The workload's C glue as a native library; compiled on first use and cached by source hash. */
export async function compileNative(workloadId: string): Promise<string> {
  const version = (await compilerVersion()) ?? "none";
  const output = cachePath(workloadId, "so", [version, ...NATIVE_FLAGS]);
  if (existsSync(output)) return output;
  await makeWhole(output, async (half) => {
    const result = await runCommand(compiler(), [
      ...NATIVE_FLAGS,
      ...["-I", dirname(glueHeaderPath), gluePath(workloadId, "c"), "-o", half, "-lm"],
    ]);
    if (!result.ok)
      throw new Error(`${compiler()} could not compile the glue of ${workloadId}:\n${result.stderr}`);
  });
  return output;
}

/** The workload's C glue as a Wasm module, by a clang that is itself Wasm: no tool chain is needed. */
export async function compileToWasm(workloadId: string): Promise<string> {
  const version = packageVersion("@yowasp/clang") ?? "none";
  const output = cachePath(workloadId, "wasm", [version, ...WASM_FLAGS]);
  if (existsSync(output)) return output;
  const { commands, runLLVM } = await import("@yowasp/clang");
  const messages: string[] = [];
  const decoder = new TextDecoder();
  try {
    // Loads the compiler; left to itself it reports that on the console.
    await runLLVM(undefined, {}, { fetchProgress: () => {} });
    const files = await commands.clang!(
      [...WASM_FLAGS, "glue.c", "-o", "glue.wasm"],
      {
        "glue.h": readFileSync(glueHeaderPath, "utf8"),
        "glue.c": readFileSync(gluePath(workloadId, "c"), "utf8"),
      },
      {
        stderr: (bytes) => {
          if (bytes) messages.push(decoder.decode(bytes));
        },
      },
    );
    writeWhole(output, files?.["glue.wasm"] as Uint8Array);
  } catch (error) {
    if (isDiskFull(error)) throw error;
    throw new Error(
      `clang could not compile the glue of ${workloadId} to Wasm:\n${messages.join("") || error}`,
    );
  }
  return output;
}

function cachePath(workloadId: string, extension: string, parts: readonly string[]): string {
  const hash = createHash("sha256").update(parts.join("\0"));
  hash.update(readFileSync(glueHeaderPath)).update(readFileSync(gluePath(workloadId, "c")));
  return join(homeFolder("cache", "glue"), `${workloadId}-${hash.digest("hex").slice(0, 16)}.${extension}`);
}
