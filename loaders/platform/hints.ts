/** What to type, and which programs there are, by system. */
import { join } from "node:path";

type Named = { readonly [system in NodeJS.Platform]?: string } & { readonly other: string };

const here = (texts: Named): string => texts[process.platform] ?? texts.other;

/** The program that opens a page in the user's browser, and its arguments; `start` takes the first for a title. */
export const OPENER: readonly [string, ...string[]] =
  process.platform === "win32" ? ["cmd", "/c", "start", ""] : [here({ darwin: "open", other: "xdg-open" })];

export const INSTALL_PYTHON = here({
  darwin: "brew install python",
  win32: "winget install Python.Python.3.12",
  other: "sudo apt-get install -y python3 python3-venv",
});

export const INSTALL_COMPILER = here({
  darwin: "xcode-select --install",
  other: "sudo apt-get install -y gcc libc6-dev",
});

/** What lets a container read its processes. */
export const LET_CONTAINER_READ =
  "in Docker: docker run --cap-add SYS_PTRACE …; in Kubernetes: securityContext.capabilities.add: [SYS_PTRACE]";

/** What lets py-spy read another process where the system forbids it. */
export const LET_PROCESSES_BE_READ = here({
  darwin: "sudo npx portolan profile …, since macOS lets only root read another process",
  other: `${LET_CONTAINER_READ}; elsewhere: sudo sysctl kernel.yama.ptrace_scope=0`,
});

/** How the CPU time of a process is had that is not our own. */
export const FOREIGN_CPU_METHOD = here({
  linux: "user and system time of the process and of what it started",
  other: "not read: only Linux tells it of a process that is not our own",
});

/** Recording needs process groups and named pipes. */
export const canRecord = process.platform !== "win32";

/** The path of a program in a virtual environment of Python's. */
export function venvProgram(folder: string, name: string): string {
  return process.platform === "win32" ? join(folder, "Scripts", `${name}.exe`) : join(folder, "bin", name);
}
