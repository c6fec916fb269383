import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { WAZERO_VERSION } from "../python/finish-runtimes.ts";
import { isReady, programIn, runtimesEnvironment, setUpEnvironment, versionOf } from "../python/venv.ts";
import type { Probe, Setup } from "../targets/target.ts";
import { versionOnPath } from "./on-path.ts";

export const setUpRuntimes = (say: (line: string) => void): Promise<Setup> =>
  setUpEnvironment(runtimesEnvironment, say);

const ENABLE = "npx portolan setup runtimes";

/** A probe over packages of the project's own environment of runtimes. */
export function probeRuntimes(...packages: readonly string[]): Probe {
  if (!isReady(runtimesEnvironment))
    return {
      available: false,
      reason: `the project's virtual environment of runtimes (${packages.join(", ")}) is not set up`,
      enable: ENABLE,
    };
  const engines = Object.fromEntries(packages.map((name) => [name, versionOf(runtimesEnvironment, name)]));
  return { available: true, engines };
}

/** The packages that make a model and a workload's glue one program. */
export const MODEL_COMPILER = ["emx-onnx-cgen", "ziglang"] as const;

/** The same with a runtime that has to be on PATH, since no registry has it. */
export async function probeOnPath(name: string, args: readonly string[], enable: string): Promise<Probe> {
  const compiler = probeRuntimes(...MODEL_COMPILER);
  if (!compiler.available) return compiler;
  const version = await versionOnPath(name, args);
  if (version === null) return { available: false, reason: `${name} is not on PATH`, enable };
  return { available: true, engines: { [name]: version, ...compiler.engines } };
}

/** Where pip puts what it installs. */
export function sitePackages(): string {
  const lib = join(runtimesEnvironment.folder(), "lib");
  const [python = "python3"] = existsSync(lib) ? readdirSync(lib) : [];
  return join(lib, python, "site-packages");
}

/** Wasmtime itself: what pip puts beside Python is a script of Python's that starts it, and costs as much. */
export const wasmtimeProgram = (): string => join(sitePackages(), "wasmtime_cli", "wasmtime");

/** wazero, which `setup runtimes` has compiled where Go is. */
export const wazeroProgram = (): string => programIn(runtimesEnvironment, "wazero");

export function probeWazero(): Probe {
  const compiler = probeRuntimes(...MODEL_COMPILER);
  if (!compiler.available) return compiler;
  if (existsSync(wazeroProgram()))
    return { available: true, engines: { wazero: WAZERO_VERSION, ...compiler.engines } };
  return {
    available: false,
    reason: "wazero is not there: it is compiled by Go, which was not on PATH when runtimes were set up",
    enable: `${ENABLE} --again, where go runs (https://go.dev/doc/install)`,
  };
}
