import type { Frame } from "./call-tree.js";

/** The bias of Python stacks without native frames; null where there are native frames, or no Python at all. */
export function pythonFramesBias(frames: readonly Frame[]): string | null {
  const has = (category: string): boolean => frames.some((frame) => frame.category === category);
  return has("python") && !has("native")
    ? "No native frame is in the file: time inside C extensions counts as the Python line that called them, which is biased towards interpreter. Record with py-spy's --native."
    : null;
}
