/** Whether this system's own programs run in a container on it, and by whose rights they write there. */
export const programsRunInContainers = process.platform === "linux";

/** User and group as `--user` takes them; null where a system has none. */
export function ownUser(): string | null {
  const [user, group] = [process.getuid?.(), process.getgid?.()];
  return user === undefined || group === undefined ? null : `${user}:${group}`;
}
