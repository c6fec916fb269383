import { type CallTree, totalMs } from "../../src/model/traces/call-tree.ts";

/**
 * Time under CPython's import machinery, milliseconds: loading modules and running their top level. Null where the
 * profile shows no such frame, as outside of Python.
 */
export function importTimeMs(tree: CallTree): number | null {
  const total = totalMs(tree);
  const isImport = tree.frame.map((frame) => /importlib[./]_bootstrap/.test(tree.frames[frame]?.file ?? ""));
  const isInside = [...isImport];
  let ms: number | null = null;
  for (let node = 1; node < tree.parent.length; node++) {
    const parentInside = isInside[tree.parent[node]!]!;
    if (isImport[node] && !parentInside) ms = (ms ?? 0) + total[node]!;
    isInside[node] ||= parentInside;
  }
  return ms;
}
