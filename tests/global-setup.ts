import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { homeFolder } from "../loaders/paths.ts";

/**
 * A folder for what the test files of one run share (fixtures/shared.ts). Compiled glue is kept from run to run, where the
 * project keeps its own: it lies under its hash, and the clang that is Wasm takes many seconds to load.
 *
 * `PORTOLAN_TESTS_SHARE` names a folder to keep for the next run, while one works at the tests of the site.
 */
export default function setup({ provide }: TestProject): () => void {
  const kept = process.env.PORTOLAN_TESTS_SHARE;
  const folder = kept ? resolve(kept) : mkdtempSync(join(tmpdir(), "portolan-shared-"));
  if (!existsSync(join(folder, "cache"))) {
    mkdirSync(join(folder, "cache"), { recursive: true });
    symlinkSync(homeFolder("cache", "glue"), join(folder, "cache", "glue"));
  }
  provide("sharedFolder", folder);
  return () => {
    if (!kept) rmSync(folder, { recursive: true, force: true });
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    sharedFolder: string;
  }
}
