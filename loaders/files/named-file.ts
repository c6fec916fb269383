import { openRegularFile, readRegularFile } from "./regular-file.ts";

/** A kind of file that a user names. */
export interface NamedKind {
  /** "scenario file". */
  readonly what: string;
  /** What to give: "give the path of a YAML file (docs/scenarios.md)". */
  readonly give: string;
  readonly mostBytes?: number;
}

/**
 * The bytes of a file that a user named. Whatever is wrong with it, no wait and no raw error of the system.
 *
 * @throws Error with its path, what it is and what to give
 */
export function readNamedFile(path: string, kind: NamedKind): Buffer {
  return named(path, kind, () => readRegularFile(path, kind.mostBytes));
}

/** The same for a file that is not read at once; the descriptor is the caller's to close. */
export function openNamedFile(path: string, kind: NamedKind): ReturnType<typeof openRegularFile> {
  return named(path, kind, () => openRegularFile(path));
}

function named<T>(path: string, { what, give }: NamedKind, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") throw new Error(`there is no ${what} ${path}; ${give}`);
    if (code === "EACCES" || code === "EPERM")
      throw new Error(
        `the ${what} ${path} may not be read by this user; change its permissions (chmod +r) or copy it`,
      );
    throw new Error(`the ${what} ${path} cannot be read: ${message}; ${give}`);
  }
}
