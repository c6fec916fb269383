/** What only Linux tells of a machine; elsewhere it is null, or nothing. */
import { readFileSync } from "node:fs";

/** CPU features that decide how fast kernels run. */
export const FLAGS_OF_INTEREST =
  /^(sse4_2|avx|avx2|fma|f16c|avx512\w*|avx_vnni|amx_\w+|asimd|asimddp|i8mm|bf16|sve2?)$/;

export function cpuFlags(): string[] {
  const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(read("/proc/cpuinfo") ?? "")?.[1] ?? "";
  return line.split(" ").filter((flag) => FLAGS_OF_INTEREST.test(flag));
}

export function cpuQuotaCores(): number | null {
  const [quota, period] = (read("/sys/fs/cgroup/cpu.max") ?? "max").split(" ");
  return quota === "max" || !quota || !period ? null : Number(quota) / Number(period);
}

export function hypervisor(): string | null {
  if (!/\bhypervisor\b/.test(read("/proc/cpuinfo") ?? "")) return null;
  return read("/sys/class/dmi/id/sys_vendor") ?? "yes, vendor unknown";
}

export function governor(): string | null {
  return read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim() || null;
  } catch {
    return null;
  }
}
