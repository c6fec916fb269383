import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { OnnxGraph } from "../../models/onnx.ts";
import { WORKLOAD_FILE } from "./read.ts";

const SKELETON = fileURLToPath(new URL("skeleton/", import.meta.url));

/** Languages that a workload may have glue in besides Python. */
export const OTHER_GLUES = ["ts", "c"] as const;
export type OtherGlue = (typeof OTHER_GLUES)[number];

/**
 * Writes a workload to begin with, which works as it is.
 *
 * @returns names of the files in it
 * @throws Error where the folder is there and not empty
 */
export function newWorkload(folder: string, glues: readonly OtherGlue[]): string[] {
  const path = resolve(folder);
  if (existsSync(path) && readdirSync(path).length > 0)
    throw new Error(`${folder} is there and not empty: name a folder that is not there yet`);
  mkdirSync(path, { recursive: true });
  for (const name of [WORKLOAD_FILE, "spec.md", "glue.py", "small.txt", "small.json"])
    copyFileSync(join(SKELETON, name), join(path, name));
  writeFileSync(join(path, "score.onnx"), scoreModel());
  if (glues.includes("c")) copyFileSync(join(SKELETON, "glue.c"), join(path, "glue.c"));
  if (glues.includes("ts")) {
    // Seen from a project, the types are in the package; only an editor looks for them.
    const text = readFileSync(join(SKELETON, "glue.ts"), "utf8");
    writeFileSync(
      join(path, "glue.ts"),
      text.replace("../../workload.ts", "portolan/loaders/workloads/workload.ts"),
    );
  }
  return readdirSync(path).map((name) => join(basename(path), name));
}

/** One layer, with weights that can be followed by hand. */
export function scoreModel(): Uint8Array {
  const graph = new OnnxGraph("score");
  const row = graph.input("row", "float32", [1, 4]);
  const weights = graph.constant("weights", Float32Array.of(1, 0, -1, 1, 0, -1, -1, 1, 2, -2, 0, 3), [4, 3]);
  const bias = graph.constant("bias", Float32Array.of(0, 3, 2), [3]);
  graph.node("Gemm", [row, weights, bias], {}, "scores");
  graph.output("scores", [1, 3]);
  return graph.encode();
}
