/** Ends a process group, given its leader's id; a group that is gone already is fine. */
export function killGroup(leader: number | undefined): void {
  // 0 would be this process's own group.
  if (!leader) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    // macOS answers EPERM for a group of zombies.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
