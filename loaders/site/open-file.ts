import { constants, type Stats } from "node:fs";
import { type FileHandle, open, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { earlierFolder, isLastingName } from "./replace-folder.ts";

export interface OpenFile {
  readonly handle: FileHandle;
  readonly stats: Stats;
  readonly path: string;
}

const MISSING = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "EISDIR", "ENXIO"]);
/** How long a site may be away while a build puts another in its place. */
const AWAY_MS = 2_000;
const PAUSE_MS = 20;

/**
 * Opens what a site has at a URL's path, decoded: `/` is its index, `/method` is `method.html`. Null where there is
 * nothing to give: only regular files that really lie in the folder are given, so no link leads out of it. What a page
 * from before a rebuild asks for is found in the earlier build.
 *
 * @throws Error of the file system, for what is there and can't be read
 */
export async function openFile(folder: string, path: string): Promise<OpenFile | null> {
  const paths = path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`];
  const places = isLastingName(path) ? [folder, earlierFolder(folder)] : [folder];
  for (const deadline = Date.now() + AWAY_MS; ; await sleep(PAUSE_MS)) {
    const before = await identityOf(folder);
    for (const place of places) {
      for (const candidate of paths) {
        const found = await openWithin(place, candidate);
        if (found) return found;
      }
    }
    const isSettled = before !== null && before === (await identityOf(folder));
    if (isSettled || Date.now() > deadline) return null;
  }
}

async function openWithin(folder: string, path: string): Promise<OpenFile | null> {
  try {
    const real = await realpath(join(folder, path));
    if (!real.startsWith((await realpath(folder)) + sep)) return null;
    return await openRegular(real);
  } catch (error) {
    if (MISSING.has((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
}

async function openRegular(path: string): Promise<OpenFile | null> {
  // Without blocking: a named pipe would hold one of Node's few file threads until somebody writes to it.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  const stats = await handle.stat().catch(async (error) => {
    await handle.close();
    throw error;
  });
  if (stats.isFile()) return { handle, stats, path };
  await handle.close();
  return null;
}

/** Another after each build; null while there is none. */
async function identityOf(folder: string): Promise<string | null> {
  return stat(folder).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => null,
  );
}
