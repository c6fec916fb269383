import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratchFolder } from "../files/scratch.ts";
import { makeWhole } from "../files/whole-file.ts";
import { glueHeaderPath, gluePath } from "../glue/sources.ts";
import { homeFolder } from "../paths.ts";
import { programIn, runtimesEnvironment, versionOf } from "../python/venv.ts";
import { runCommand } from "../run-command.ts";
import type { ModelsToPrepare } from "../targets/target.ts";
import { generatedModel } from "./generated-model.ts";

const besideThis = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What one compiler makes for both, so that nothing differs but what it compiles for. */
type Kind = "wasm" | "wasm-scalar" | "native";

const TARGET_FLAGS: Readonly<Record<Kind, readonly string[]>> = {
  wasm: [
    "-target",
    "wasm32-wasi",
    "-mcpu=generic+simd128+bulk_memory+sign_ext+mutable_globals+nontrapping_fptoint",
  ],
  "wasm-scalar": [
    "-target",
    "wasm32-wasi",
    "-mcpu=generic+bulk_memory+sign_ext+mutable_globals+nontrapping_fptoint",
  ],
  native: ["-march=native"],
};
const LINK_FLAGS: Readonly<Record<Kind, readonly string[]>> = {
  wasm: ["-Wl,-z,stack-size=8388608"],
  "wasm-scalar": ["-Wl,-z,stack-size=8388608"],
  native: ["-lm"],
};
const ENDING: Readonly<Record<Kind, string>> = { wasm: ".wasm", "wasm-scalar": ".wasm", native: "" };
const COMMON_FLAGS = ["-O3", "-s", "-Wno-everything"];
/** As in loaders/glue/compile.ts: all languages agree to the last digit. */
export const GLUE_FLAGS = ["-std=c11", "-ffp-contract=off"];
/** What is generated has plain loops, whose sums a compiler turns to vectors only where it may reorder them. */
const MODEL_FLAGS = ["-std=gnu11", "-ffast-math"];

export interface Built {
  readonly program: string;
  readonly weights?: string;
}

/**
 * The worker in C (`worker.c`) with a workload's glue and its model as generated C, in one program: for WASI, or for this machine.
 * Compiled on first use by the clang that PyPI's ziglang ships with WASI's C library, and cached by source.
 *
 * @throws Error with the compiler's own words
 */
export async function buildWithModel(
  kind: Kind,
  workloadId: string,
  models: ModelsToPrepare,
): Promise<Built> {
  const { source, ...weights } = await generatedModel(workloadId, models);
  const sources: readonly (readonly [string, readonly string[]])[] = [
    [besideThis("worker.c"), MODEL_FLAGS],
    [besideThis("engine_generated.c"), MODEL_FLAGS],
    [gluePath(workloadId, "c"), GLUE_FLAGS],
    [source, MODEL_FLAGS],
  ];
  const program = await compiled(`${workloadId}-model`, kind, sources);
  return { program, ...weights };
}

/** Compiles and links; the program's name says what went into it. */
export async function compiled(
  name: string,
  kind: Kind,
  sources: readonly (readonly [path: string, flags: readonly string[]])[],
): Promise<string> {
  const shared = [...COMMON_FLAGS, ...TARGET_FLAGS[kind]];
  const hash = createHash("sha256").update(
    [versionOf(runtimesEnvironment, "ziglang"), ...shared, ...LINK_FLAGS[kind]].join("\0"),
  );
  for (const path of [glueHeaderPath, besideThis("engine.h")]) hash.update(readFileSync(path));
  for (const [path, flags] of sources) hash.update(flags.join("\0")).update(readFileSync(path));
  const file = `${name}-${kind}-${hash.digest("hex").slice(0, 16)}${ENDING[kind]}`;
  const output = join(homeFolder("cache", "standalone"), file);
  if (existsSync(output)) return output;
  const objects = join(scratchFolder(), `objects-${name}-${kind}`);
  mkdirSync(objects, { recursive: true });
  try {
    const paths: string[] = [];
    for (const [i, [path, flags]] of sources.entries()) {
      const object = join(objects, `${i}.o`);
      const include = [dirname(glueHeaderPath), besideThis(".")].flatMap((folder) => ["-I", folder]);
      await zig(name, [...shared, ...flags, ...include, "-c", path, "-o", object]);
      paths.push(object);
    }
    await makeWhole(output, (half) => zig(name, [...shared, ...paths, ...LINK_FLAGS[kind], "-o", half]));
  } finally {
    rmSync(objects, { recursive: true, force: true });
  }
  return output;
}

async function zig(name: string, args: readonly string[]): Promise<void> {
  const { ok, stderr } = await runCommand(
    programIn(runtimesEnvironment, "python"),
    ["-m", "ziglang", "cc", ...args],
    // Its own cache, with C's library compiled once, lies in the user's home otherwise.
    {
      env: {
        ZIG_GLOBAL_CACHE_DIR: homeFolder("cache", "zig"),
        ZIG_LOCAL_CACHE_DIR: homeFolder("cache", "zig"),
      },
    },
  );
  if (!ok) throw new Error(`clang could not compile ${name}:\n${stderr.trim().slice(-2_000)}`);
}
