import type { Frame } from "../call-tree.js";

/** Kineto's python_function: `torch/nn/modules/conv.py(456): forward`. */
const FILE_FIRST = /^(.+)\((\d+)\): (.+)$/s;
/** VizTracer: `forward (/app/model.py:12)`. */
const FILE_LAST = /^(.+?) \((.+):(\d+)\)$/s;
/** `<built-in method conv2d of type object at 0x7f12>`: an address would make a frame of each object. */
const ADDRESS = / at 0x[0-9a-f]+/gi;

/** Takes the file and line out of an event's name, where a producer put them there. */
export function parseFrameName(name: string): Pick<Frame, "name" | "file" | "line"> {
  const first = FILE_FIRST.exec(name);
  if (first) return { name: first[3]!, file: first[1]!, line: Number(first[2]) };
  const last = FILE_LAST.exec(name);
  if (last) return { name: last[1]!, file: last[2]!, line: Number(last[3]) };
  return { name: name.replace(ADDRESS, ""), file: null, line: null };
}
