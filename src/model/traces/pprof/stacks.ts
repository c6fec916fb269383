import type { Frame } from "../call-tree.js";
import { frameCategory } from "../frame-category.js";
import { asLine } from "../json-file.js";
import type { Oddities } from "../oddities.js";
import { readFrame } from "../v8/profile-frame.js";
import type { Location, PprofFile } from "./messages.js";

/** Deeper stacks are damage. */
const MOST_FRAMES = 10_000;

/** What writers call V8's own states otherwise than V8 does. */
const V8_NAMES: Readonly<Record<string, string>> = { "Garbage Collection": "(garbage collector)" };

/** Stacks of frames from stacks of locations. */
export class Stacks {
  readonly #file: PprofFile;
  readonly #oddities: Oddities;
  /** Root first. */
  readonly #frames = new Map<number, readonly Frame[]>();
  /** Whether Node.js wrote it. */
  readonly isV8: boolean;

  constructor(file: PprofFile, oddities: Oddities) {
    this.#file = file;
    this.#oddities = oddities;
    this.isV8 = [...file.functions.values()].some((called) =>
      /^(?:node:|wasm:\/\/)/.test(file.strings[called.file] ?? ""),
    );
  }

  /** @param locations the leaf first; @returns the root first */
  of(locations: readonly number[]): Frame[] {
    const stack: Frame[] = [];
    for (let i = locations.length - 1; i >= 0; i--) {
      for (const frame of this.#framesOf(locations[i]!)) stack.push(frame);
      if (stack.length < MOST_FRAMES) continue;
      this.#oddities.add(`stacks are deeper than ${MOST_FRAMES} frames and were cut`, locations.length);
      break;
    }
    return stack;
  }

  #framesOf(id: number): readonly Frame[] {
    let frames = this.#frames.get(id);
    if (frames) return frames;
    const location = this.#file.locations.get(id);
    frames = location ? this.#read(location) : [];
    if (!location) {
      // Asked for again, it is to be counted again.
      this.#oddities.add("samples name a location that the file does not list, which was left out", id);
      return frames;
    }
    this.#frames.set(id, frames);
    return frames;
  }

  #read({ mapping, address, lines }: Location): readonly Frame[] {
    const { strings, functions, mappings } = this.#file;
    const binary = strings[mappings.get(mapping)?.file ?? 0] || null;
    if (lines.length === 0) {
      const name = `0x${(address < 0 ? address + 2 ** 64 : address).toString(16)}`;
      return [{ name, file: binary, line: null, category: frameCategory(name, binary) }];
    }
    return lines.toReversed().map(({ function: called, line }) => {
      const known = functions.get(called);
      const name = strings[known?.name ?? 0] || "(anonymous)";
      const file = strings[known?.file ?? 0] || null;
      if (this.isV8)
        return readFrame({ functionName: V8_NAMES[name] ?? name, url: file ?? "", lineNumber: line - 1 });
      // The rules tell native code by its library; a program's own file is no library.
      const isLibrary = binary !== null && /\.(?:so(?:\.[\w.]+)?|dylib|dll|pyd|node)$/i.test(binary);
      const shown = isLibrary && frameCategory(name, file) !== "python" ? binary : (file ?? binary);
      return { name, file: shown, line: asLine(line), category: frameCategory(name, shown) };
    });
  }
}
