import { createHash } from "node:crypto";
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import type { Environment } from "../../src/model/run-file.ts";
import { compilerVersion } from "../glue/compile.ts";
import { isInstalled, projectRoot } from "../paths.ts";
import { gpusHere } from "../platform/gpus.ts";
import { cpuFlags, cpuQuotaCores, governor, hypervisor } from "../platform/hardware.ts";
import { systemPython } from "../python/venv.ts";
import { runCommand } from "../run-command.ts";

/** Describes this machine, without its name: what a reader needs to judge whether it is like theirs. */
export async function fingerprint(): Promise<Environment> {
  const cpuModel = cpus()[0]?.model.trim() || "unknown CPU";
  const cores = availableParallelism();
  const memoryBytes = totalmem();
  // A package has no commit of its own: git would tell the one of the project that holds it.
  const commit = isInstalled
    ? null
    : await runCommand("git", ["-C", projectRoot, "rev-parse", "--short=12", "HEAD"]);
  return {
    machineId: machineId(cpuModel, cores, memoryBytes),
    cpuModel,
    cpuFlags: cpuFlags(),
    cores,
    cpuQuotaCores: cpuQuotaCores(),
    memoryBytes,
    platform: platform(),
    arch: arch(),
    kernel: release(),
    hypervisor: hypervisor(),
    governor: governor(),
    frequencyMhz: cpus()[0]?.speed || null,
    loadAverage1m: loadavg()[0] ?? 0,
    node: process.versions.node,
    v8: process.versions.v8,
    python: await systemPython(),
    compiler: await compilerVersion(),
    gitCommit: commit?.ok ? commit.stdout.trim() : null,
    gpus: await gpusHere(),
  };
}

/** The hardware as an id: like machines share it, and nothing in it names a host. */
function machineId(cpuModel: string, cores: number, memoryBytes: number): string {
  const gib = Math.round(memoryBytes / 2 ** 30);
  const text = [cpuModel, cores, gib, platform(), arch()].join("|");
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

export function currentMachineId(): string {
  return machineId(cpus()[0]?.model.trim() || "unknown CPU", availableParallelism(), totalmem());
}
