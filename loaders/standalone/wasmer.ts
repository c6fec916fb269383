import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { makeWhole } from "../files/whole-file.ts";
import { programIn, runtimesEnvironment } from "../python/venv.ts";
import { runCommand } from "../run-command.ts";
import type { Probe } from "../targets/target.ts";
import { MODEL_COMPILER, probeRuntimes } from "./runtimes.ts";

const host = fileURLToPath(new URL("wasmer_host.py", import.meta.url));

export const probeWasmer = (): Probe => probeRuntimes("wasmer-sdk", ...MODEL_COMPILER);

/** Starts a module in Wasmer's SDK, whose host is Python; `cache` is null where nothing that was compiled is kept. */
export function wasmerCommand(module: string, cache: string | null) {
  return { file: programIn(runtimesEnvironment, "python"), args: [host, cache ?? "", module] };
}

/** The cache of Wasmer's that holds a module compiled, beside it. */
export const compiledForWasmer = (module: string): string => module.replace(/\.wasm$/, ".wasmer");

/** @throws Error with Wasmer's own words */
export async function compileForWasmer(module: string): Promise<void> {
  const folder = compiledForWasmer(module);
  if (existsSync(folder)) return;
  await makeWhole(folder, async (half) => {
    const { file, args } = wasmerCommand(module, half);
    const { ok, stderr } = await runCommand(file, args);
    if (!ok) throw new Error(`Wasmer could not compile ${module}: ${stderr.trim()}`);
  });
}
