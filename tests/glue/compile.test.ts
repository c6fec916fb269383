import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { compileNative, compilerVersion } from "../../loaders/glue/compile.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();

/** Stands in for a compiler: notes what it was asked, and writes or fails as it is told. */
function fakeCompiler(version: string, onCompile: string): string {
  const path = join(home, `cc-${version}`);
  writeFileSync(
    path,
    `#!/bin/sh\nif [ "$1" = --version ]; then echo "cc ${version}"; exit 0; fi\n` +
      `while [ "$1" != -o ]; do shift; done\n${onCompile}\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

beforeEach(() => vi.unstubAllEnvs());
afterEach(() => vi.unstubAllEnvs());

describe.skipIf(process.platform === "win32")("compiling native glue", () => {
  it("happens once per compiler version", async () => {
    vi.stubEnv("CC", fakeCompiler("1.0", 'echo library > "$2"'));
    const first = await compileNative("score-telemetry");
    const { mtimeMs } = statSync(first);
    expect(await compileNative("score-telemetry")).toBe(first);
    expect(statSync(first).mtimeMs).toBe(mtimeMs);
    vi.stubEnv("CC", fakeCompiler("2.0", 'echo library > "$2"'));
    expect(await compileNative("score-telemetry")).not.toBe(first);
  });

  it("names workload, compiler and what the compiler said when it fails", async () => {
    const cc = fakeCompiler("3.0", "echo glue.c:7: no such luck >&2; exit 1");
    vi.stubEnv("CC", cc);
    await expect(compileNative("embed-text")).rejects.toThrow(
      `${cc} could not compile the glue of embed-text:\nglue.c:7: no such luck`,
    );
  });

  it("knows that there is no compiler", async () => {
    vi.stubEnv("CC", "portolan-no-such-compiler");
    expect(await compilerVersion()).toBeNull();
  });
});
