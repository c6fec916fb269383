/** What makes two frames "the same" to a reader, within a profile and across two of them. */
import type { Frame } from "./call-tree.js";

const ADDRESS = /^(?:0x[\da-f]+|\[unknown\]|\?+)$/i;

/** What stands for the addresses of functions whose names were stripped: they differ from run to run. */
export const UNNAMED = "(unnamed functions)";

/** The function's name; one and the same for all stripped functions of a library. */
export function frameName({ name }: Pick<Frame, "name">): string {
  return ADDRESS.test(name) ? UNNAMED : name;
}

/** Everything up to a folder that means the same on every machine. */
const PREFIX =
  /^.*\/(?:(?:site-packages|dist-packages|node_modules|python3\.\d+|Python3\d+\/Lib)\/|(?=(?:Modules|Objects|Python|Include)\/))/;

/** The file without the part of its path that differs between machines and environments. */
export function portableFile(file: string | null): string | null {
  return file === null ? null : file.replaceAll("\\", "/").replace(PREFIX, "");
}
