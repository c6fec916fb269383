/** Reads the CPU time of this process's ended children, in milliseconds. */
export interface CpuClock {
  readonly method: string;
  /** Grows when a child is waited for; includes the child's own ended children. Null where it cannot be read. */
  readonly endedChildrenMs: () => number | null;
}

const RUSAGE_CHILDREN = -1;

interface Timeval {
  readonly sec: number;
  readonly usec: number;
}

/** `getrusage(RUSAGE_CHILDREN)`, which Node has no call for, through koffi. */
export async function openCpuClock(): Promise<CpuClock> {
  const library = { linux: "libc.so.6", darwin: "libSystem.B.dylib" }[process.platform as string];
  if (!library) return unread(`${process.platform} has no getrusage`);
  try {
    const koffi = (await import("koffi")).default;
    const timeval = koffi.struct({ sec: "long", usec: process.platform === "darwin" ? "int32_t" : "long" });
    const rusage = koffi.struct({ user: timeval, system: timeval, rest: koffi.array("long", 14) });
    const getrusage = koffi.load(library).func("getrusage", "int", ["int", koffi.out(koffi.pointer(rusage))]);
    return {
      method: "getrusage of ended children: user and system time of the process and all that it waited for",
      endedChildrenMs: () => {
        const usage: { user?: Timeval; system?: Timeval } = {};
        if (getrusage(RUSAGE_CHILDREN, usage) !== 0 || !usage.user || !usage.system) return null;
        return (usage.user.sec + usage.system.sec) * 1e3 + (usage.user.usec + usage.system.usec) / 1e3;
      },
    };
  } catch {
    return unread("koffi is not installed or finds no C library; npm install koffi brings it");
  }
}

const unread = (why: string): CpuClock => ({ method: `not read: ${why}`, endedChildrenMs: () => null });
