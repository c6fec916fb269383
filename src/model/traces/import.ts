import type { ByteSource } from "./byte-source.js";
import { Content } from "./content.js";
import { type ReadOptions, TraceError, type TraceFormat, type TraceHead, UnknownFormat } from "./format.js";
import { traceFormats } from "./formats/index.js";
import type { UnzipLimits } from "./gunzip.js";
import { headOf, outlineOf } from "./head.js";
import { nearMisses } from "./near-misses.js";
import type { ImportedProfile } from "./profile.js";
import { askedThread } from "./request-thread.js";

interface ImportOptions extends ReadOptions {
  /** Of what a zipped file may hold. */
  readonly limits?: UnzipLimits;
}

/**
 * Reads a profile of any accepted format, gzipped or not. The format is known by the content.
 *
 * @param file the whole of it
 * @param name the file's name, for messages only
 * @throws TraceError and nothing else
 */
export function importTrace(
  file: ByteSource | Uint8Array,
  name?: string,
  options: ImportOptions = {},
): ImportedProfile {
  try {
    const content = contentOf(file, options.limits);
    const profile = parse(detectFormat(content, name), content, options);
    // A format that tells no threads has not looked at what was asked for.
    if (profile.threads.length === 0) askedThread([], options.thread);
    return profile;
  } catch (error) {
    if (error instanceof TraceError && name !== undefined) error.message = `${name}: ${error.message}`;
    throw error;
  }
}

/** @throws TraceError where no format knows it */
function detectFormat(content: Content, name = ""): TraceFormat {
  const head = headOf(content.head);
  const format = formatOf(head, name) ?? (content.isLong ? beyondHead(content, head, name) : null);
  if (!format)
    throw new UnknownFormat(`This is no profile that Portolan knows. ${beginning(head)}\n${accepted()}`);
  return format;
}

/** @throws TraceError where it is a file that people take for a profile */
function formatOf(head: TraceHead, name: string): TraceFormat | null {
  const nearMiss = nearMisses.find((candidate) => candidate.matches(head, name));
  if (nearMiss) throw new TraceError(`This is ${nearMiss.what}. ${nearMiss.fix}`);
  return traceFormats.find((candidate) => candidate.detect(head)) ?? null;
}

/** What tells an object's format may come after a long value, and a profile after the rest of what a program printed. */
function beyondHead(content: Content, { text }: TraceHead, name: string): TraceFormat | null {
  const outline = text === "" || text.startsWith("{") ? outlineOf(content.pieces()) : null;
  const format = outline && formatOf(outline, name);
  if (format || !content.fits) return format;
  return traceFormats.find(({ isWithin }) => isWithin?.(content.bytes())) ?? null;
}

/** Refuses what is empty or in an encoding that no profiler writes. */
function contentOf(file: ByteSource | Uint8Array, limits?: UnzipLimits): Content {
  const content = new Content(file, limits);
  if (content.fileBytes === 0) throw new TraceError(`The file is empty (0 bytes). ${accepted()}`);
  if (content.head.length === 0) throw new TraceError(`The gzip file holds nothing (0 bytes). ${accepted()}`);
  const [first, second, third] = content.head;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const isUtf16WithoutMark =
    "{[".includes(String.fromCharCode(first!)) && second === 0 && third !== undefined;
  if (isUtf16 || isUtf16WithoutMark) {
    throw new TraceError(
      'The file is UTF-16 text, as PowerShell\'s ">" writes it. Convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE > profile.json',
    );
  }
  return content;
}

function parse(format: TraceFormat, content: Content, options: ReadOptions): ImportedProfile {
  try {
    return format.parse(content, options);
  } catch (error) {
    if (error instanceof TraceError) throw error;
    if (error instanceof RangeError) {
      throw new TraceError(
        `This ${format.title} file (${Math.ceil(content.fileBytes / 2 ** 20)} MiB) is larger than memory allows (${error.message}). Record a shorter run.`,
      );
    }
    throw new TraceError(
      `Portolan failed to read this ${format.title} file: ${(error as Error).message}. That is a fault of Portolan's; please report it with the file.`,
    );
  }
}

const SHOWN_CHARACTERS = 60;

/** What the file starts with: text where it is text, else bytes. */
function beginning({ bytes, text }: TraceHead): string {
  if (text === "") return `It holds nothing but white space (${bytes.length} bytes or more).`;
  const start = text.slice(0, SHOWN_CHARACTERS);
  const more = text.length > start.length ? "…" : "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells bytes from text.
  if (!/[\0-\u0008\u000e-\u001f\ufffd]/.test(start)) return `It starts with ${JSON.stringify(start + more)}.`;
  const hex = [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `It starts with the bytes ${hex}.`;
}

function accepted(): string {
  const formats = traceFormats.map(({ title, madeBy }) => `  ${title}: ${madeBy}`);
  return `Accepted, as they are or gzipped:\n${formats.join("\n")}`;
}
