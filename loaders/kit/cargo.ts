import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** The files that a kit unpacks, by the names that they have in it, with slashes. */
export class Cargo {
  readonly #files = new Map<string, Uint8Array>();

  /** @returns the name, for whoever is to find it again */
  add(name: string, path: string): string {
    if (!this.#files.has(name)) this.#files.set(name, readFileSync(path));
    return name;
  }

  /** Under a name of its content's, since several may be called the same. */
  addByContent(folder: string, path: string): string {
    const bytes = readFileSync(path);
    const name = `${folder}/${hashOf(bytes).slice(0, 16)}-${basename(path)}`;
    this.#files.set(name, bytes);
    return name;
  }

  get files(): ReadonlyMap<string, Uint8Array> {
    return this.#files;
  }

  /** Name → SHA-256, which is looked at where it is unpacked. */
  hashes(): Record<string, string> {
    return Object.fromEntries([...this.#files].map(([name, bytes]) => [name, hashOf(bytes)]));
  }
}

export const hashOf = (bytes: Uint8Array | string): string =>
  createHash("sha256").update(bytes).digest("hex");
