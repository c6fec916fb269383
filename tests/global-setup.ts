import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { homeFolder } from "../loaders/paths.ts";

/**
 * A folder for what the test files of one run share (fixtures/shared.ts). Compiled glue is kept from run to run, where the
 * project keeps its own: it lies under its hash, and the clang that is Wasm takes many seconds to load.
 */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "portolan-shared-"));
  mkdirSync(join(folder, "cache"));
  symlinkSync(homeFolder("cache", "glue"), join(folder, "cache", "glue"));
  provide("sharedFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

declare module "vitest" {
  export interface ProvidedContext {
    sharedFolder: string;
  }
}
