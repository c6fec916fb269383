/** A profile format: how to know it by its content, and how to read it. One file per format under `formats/`. */
import type { ImportedProfile } from "./profile.js";

/**
 * The only error an importer throws: what was found, what is allowed, and what to do about it.
 */
export class TraceError extends Error {
  override readonly name = "TraceError";
}

/** The first bytes of a file, decoded once for all formats; or, where they tell nothing, an object's outline. */
export interface TraceHead {
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8 (damaged sequences replaced), without a byte-order mark and leading white space. */
  readonly text: string;
}

export interface TraceFormat {
  readonly id: string;
  readonly title: string;
  /** How a user makes such a file, as a command or a line of code. */
  readonly madeBy: string;
  /** By content, never by file name. The formats are asked in the order of the list; the first "true" reads the file. */
  detect(head: TraceHead): boolean;
  /**
   * @param bytes the whole file, already unzipped
   * @throws TraceError and nothing else
   */
  parse(bytes: Uint8Array): ImportedProfile;
}
