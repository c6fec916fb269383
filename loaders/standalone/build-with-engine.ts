import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeWhole } from "../files/whole-file.ts";
import { compiler, compilerVersion } from "../glue/compile.ts";
import { glueHeaderPath, gluePath } from "../glue/sources.ts";
import { homeFolder } from "../paths.ts";
import { ENGINE_LIBRARY } from "../platform/engine-library.ts";
import { runCommand } from "../run-command.ts";
import { packageFile } from "../targets/engines.ts";

const besideThis = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const FLAGS = ["-O3", "-std=gnu11", "-ffp-contract=off", "-march=native", "-Wall"];

/**
 * The worker in C (`worker.c`) with a workload's glue, on onnxruntime's C API: a native program by the machine's own compiler, made on
 * first use and cached by source.
 *
 * @throws Error with the compiler's own words
 */
export async function buildWithEngine(workloadId: string): Promise<string> {
  const sources = [besideThis("worker.c"), besideThis("engine_ort.c"), gluePath(workloadId, "c")];
  const hash = createHash("sha256").update([(await compilerVersion()) ?? "none", ...FLAGS].join("\0"));
  for (const path of [glueHeaderPath, besideThis("engine.h"), ...sources]) hash.update(readFileSync(path));
  const name = `${workloadId}-onnxruntime-${hash.digest("hex").slice(0, 16)}`;
  const output = join(homeFolder("cache", "standalone"), name);
  if (existsSync(output)) return output;
  const include = ["-I", dirname(glueHeaderPath), "-I", besideThis(".")];
  await makeWhole(output, async (half) => {
    const made = await runCommand(compiler(), [...FLAGS, ...include, ...sources, "-o", half, "-lm", "-ldl"]);
    if (!made.ok)
      throw new Error(`${compiler()} could not compile the worker of ${workloadId}:\n${made.stderr}`);
  });
  return output;
}

/** onnxruntime's shared library, which its package for Node ships; null where there is none for this system. */
export const onnxruntimeLibrary = (): string | null =>
  ENGINE_LIBRARY === null
    ? null
    : packageFile(`onnxruntime-node/bin/napi-v6/${ENGINE_LIBRARY.folder}/${ENGINE_LIBRARY.name}`);
