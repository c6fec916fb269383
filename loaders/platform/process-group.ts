import { spawnSync } from "node:child_process";

/** A child that leads a group of its own is ended with all that it started. Windows has no such groups. */
export const leadsGroup = process.platform !== "win32";

/** Sends a signal to a child and all that it started; what is gone already is fine. */
export function signalGroup(leader: number | undefined, signal: "SIGTERM" | "SIGKILL"): void {
  // 0 would be this process's own group.
  if (!leader) return;
  if (!leadsGroup) {
    // Windows knows who started whom, but no way to ask a process to end.
    if (signal === "SIGKILL")
      spawnSync("taskkill", ["/pid", String(leader), "/t", "/f"], { stdio: "ignore" });
    return;
  }
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // macOS answers EPERM for a group of zombies.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
