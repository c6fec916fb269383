/** The disk's failure, which no target and no profile is to be blamed for. */
export class DiskFull extends Error {
  /** @param what "/path/to/file could not be written" */
  constructor(
    readonly what: string,
    advice = "free some space and try again",
  ) {
    super(`the disk is full: ${what}; ${advice}`);
  }
}

const SAYS_SO = /\b(?:ENOSPC|EDQUOT)\b|no space left on device|disk quota exceeded/i;

/** Whether the disk failed: by an error's code, or by what a program or a worker wrote of it. */
export function isDiskFull(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof DiskFull || code === "ENOSPC" || code === "EDQUOT" || SAYS_SO.test(error.message);
}

/** The error itself, or what it means where the disk was full when `path` was written. */
export function diskFailure(error: unknown, path: string): unknown {
  return isDiskFull(error) && !(error instanceof DiskFull)
    ? new DiskFull(`${path} could not be written`)
    : error;
}
