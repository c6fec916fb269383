import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { gluePath } from "./sources.ts";

export interface GlueFile {
  readonly name: string;
  readonly contents: Uint8Array;
}

/** How esbuild makes one minified module for a page. */
export const PAGE_MODULE = {
  bundle: true,
  minify: true,
  write: false,
  platform: "browser",
  format: "esm",
  target: "es2022",
  logLevel: "silent",
} as const;

/** The workload's TypeScript glue as a page would load it: one minified module. */
export async function browserScript(workloadId: string): Promise<GlueFile> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({ ...PAGE_MODULE, entryPoints: [gluePath(workloadId, "ts")] });
  return { name: "glue.js", contents: outputFiles[0]!.contents };
}

/** Glue that a page fetches as it lies on disk. */
export async function glueFile(path: string): Promise<GlueFile> {
  return { name: basename(path).replace(/^.*\./, "glue."), contents: await readFile(path) };
}
