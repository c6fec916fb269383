/** A profile format: what it is, how to know it by its content, and how to read it. One file per format under `formats/`. */
import { Content } from "./content.js";
import type { ImportedProfile } from "./profile.js";

export { TraceError, UnknownFormat } from "./trace-error.js";

/** The first bytes of a file, decoded once for all formats; or, where they tell nothing, an object's outline. */
export interface TraceHead {
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8 (damaged sequences replaced), without a byte-order mark and leading white space. */
  readonly text: string;
}

/** What a file says; whatever it does not speak of is left out. */
export type ReadProfile = Omit<ImportedProfile, "format" | "host" | keyof typeof UNSAID> &
  Partial<Pick<ImportedProfile, keyof typeof UNSAID>>;

/** What the user may ask of a file beyond its content. */
export interface ReadOptions {
  /** The request's thread, by its name or a part of it. */
  readonly thread?: string | undefined;
  /** The request's process by its id, where a profile is of several; the other ones are left out. */
  readonly process?: number | undefined;
  /** Whether the order of time is wanted, which takes memory. What holds the whole file at once keeps it in any case. */
  readonly ordered?: boolean;
}

interface FormatTraits {
  readonly id: string;
  readonly title: string;
  /** Who writes it, in a word: for lists of what is accepted. */
  readonly tool: string;
  /** What the profiled programs run on; null where the format does not tell. */
  readonly host: ImportedProfile["host"];
  /** How a user makes such a file, as a command or a line of code. */
  readonly madeBy: string;
  /** By content, never by file name. The formats are asked in the order of the list; the first "true" reads the file. */
  detect(head: TraceHead): boolean;
  /** Whether the content of a long file holds one, for what a program may print after other output. */
  isWithin?(content: Uint8Array): boolean;
}

/** Either way of reading throws TraceError and nothing else. */
type DeclaredFormat = FormatTraits &
  (
    | { parse(bytes: Uint8Array, options: ReadOptions): ReadProfile }
    /** For formats whose files may be larger than memory. May go through the content more than once. */
    | { parsePieces(content: Content, options: ReadOptions): ReadProfile }
  );

export interface TraceFormat extends FormatTraits {
  /** @throws TraceError and nothing else */
  parse(content: Content | Uint8Array, options?: ReadOptions): ImportedProfile;
}

const UNSAID = {
  order: null,
  producer: null,
  samples: null,
  intervalMs: null,
  bias: null,
  hiddenMs: 0,
  operators: [],
  boundary: null,
  threads: [],
  requests: null,
  startUp: null,
  device: null,
  warnings: [],
} as const satisfies Partial<ImportedProfile>;

/** A format, from what only it knows. */
export function traceFormat(declared: DeclaredFormat): TraceFormat {
  const { id, host } = declared;
  return {
    ...declared,
    parse: (given, options = {}) => {
      const content = given instanceof Content ? given : new Content(given);
      const profile =
        "parse" in declared
          ? declared.parse(content.bytes(), options)
          : declared.parsePieces(content, options);
      return { ...UNSAID, ...profile, format: id, host };
    },
  };
}
