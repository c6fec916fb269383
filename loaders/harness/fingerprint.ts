import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import type { Environment } from "../../src/model/run-file.ts";
import { compilerVersion } from "../glue/compile.ts";
import { projectRoot } from "../paths.ts";
import { systemPython } from "../python/venv.ts";
import { runCommand } from "../run-command.ts";

/** CPU features that decide how fast kernels run. */
const FLAGS_OF_INTEREST =
  /^(sse4_2|avx|avx2|fma|f16c|avx512\w*|avx_vnni|amx_\w+|asimd|asimddp|i8mm|bf16|sve2?)$/;

/** Describes this machine, without its name: what a reader needs to judge whether it is like theirs. */
export async function fingerprint(): Promise<Environment> {
  const cpuModel = cpus()[0]?.model.trim() || "unknown CPU";
  const cores = availableParallelism();
  const memoryBytes = totalmem();
  const commit = await runCommand("git", ["-C", projectRoot, "rev-parse", "--short=12", "HEAD"]);
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
    governor: read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
    frequencyMhz: cpus()[0]?.speed || null,
    loadAverage1m: loadavg()[0] ?? 0,
    node: process.versions.node,
    v8: process.versions.v8,
    python: await systemPython(),
    compiler: await compilerVersion(),
    gitCommit: commit.ok ? commit.stdout.trim() : null,
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

function cpuFlags(): string[] {
  const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(read("/proc/cpuinfo") ?? "")?.[1] ?? "";
  return line.split(" ").filter((flag) => FLAGS_OF_INTEREST.test(flag));
}

function cpuQuotaCores(): number | null {
  const [quota, period] = (read("/sys/fs/cgroup/cpu.max") ?? "max").split(" ");
  return quota === "max" || !quota || !period ? null : Number(quota) / Number(period);
}

function hypervisor(): string | null {
  if (!/\bhypervisor\b/.test(read("/proc/cpuinfo") ?? "")) return null;
  return read("/sys/class/dmi/id/sys_vendor") ?? "yes, vendor unknown";
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim() || null;
  } catch {
    return null;
  }
}
