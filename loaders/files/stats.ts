import { type Stats, statSync } from "node:fs";

/** Undefined for what is not there or may not be looked at. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

export const isFolder = (path: string): boolean => statsOf(path)?.isDirectory() ?? false;

/** In bytes; 0 for what is not there. */
export const sizeOf = (path: string): number => statsOf(path)?.size ?? 0;
