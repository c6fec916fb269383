import { closeSync, fstatSync, fsyncSync, openSync } from "node:fs";
import type { ModelPages } from "../../src/model/run-file.ts";

/** More of a file than this in memory, and reading it is not reading it from the disk. */
const MOST_RESIDENT_SHARE = 0.05;

const POSIX_FADV_DONTNEED = 4;
const PROT_READ = 1;
const MAP_SHARED = 1;

/**
 * Has the system forget what it keeps of a file in memory, as no more than its reader may, and looks whether it did. What a process has
 * mapped stays. A disk's own memory, and a host's below a virtual machine, are out of reach.
 */
export async function dropFromPageCache(path: string): Promise<ModelPages> {
  if (process.platform !== "linux")
    return {
      state: "kept",
      reason: `${process.platform} lets only an administrator drop files from memory`,
      enable: "a machine with Linux",
    };
  const system = await openSystem();
  if (system === null)
    return { state: "kept", reason: "koffi is not installed", enable: "npm install --no-save koffi" };
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    // Pages that are not yet written cannot be dropped.
    fsyncSync(file);
    system.advise(file, 0, 0, POSIX_FADV_DONTNEED);
    const residentShare = system.residentShare(file, size);
    if (residentShare <= MOST_RESIDENT_SHARE) return { state: "dropped", residentShare };
    return {
      state: "kept",
      reason: `${Math.round(100 * residentShare)} % of the file stayed in memory, as where its file system lies there or another program has it mapped`,
      enable: "PORTOLAN_HOME on a disk, and no other program that has the file open",
    };
  } finally {
    closeSync(file);
  }
}

interface System {
  advise(file: number, offset: number, bytes: number, advice: number): number;
  /** Of a file's pages, those that are in memory. */
  residentShare(file: number, bytes: number): number;
}

/** The C library's calls, which Node has none for; null without koffi. */
async function openSystem(): Promise<System | null> {
  const koffi = await import("koffi").then(
    (module) => module.default,
    () => null,
  );
  if (koffi === null) return null;
  const library = koffi.load(null);
  const advise = library.func("int posix_fadvise(int file, int64_t offset, int64_t bytes, int advice)");
  const mmap = library.func(
    "void *mmap(void *at, size_t bytes, int protection, int flags, int file, int64_t offset)",
  );
  const mincore = library.func("int mincore(void *at, size_t bytes, _Out_ uint8_t *pages)");
  const munmap = library.func("int munmap(void *at, size_t bytes)");
  const pageBytes = library.func("int getpagesize()")() as number;
  return {
    advise,
    residentShare: (file, bytes) => {
      const at = mmap(null, bytes, PROT_READ, MAP_SHARED, file, 0);
      const pages = new Uint8Array(Math.ceil(bytes / pageBytes));
      // Where it cannot be looked at, nobody can say that it is gone.
      const isSeen = mincore(at, bytes, pages) === 0;
      munmap(at, bytes);
      return isSeen ? pages.reduce((sum, page) => sum + (page & 1), 0) / pages.length : 1;
    },
  };
}
