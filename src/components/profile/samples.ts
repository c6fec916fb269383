import { traceFormats } from "../../model/traces/formats/index.js";

/** One sample of a format that a reader can try with one click. */
export interface Sample {
  readonly title: string;
  /** The file's name, as it would be on a disk. */
  readonly file: string;
  /** Null where there is none, and `madeBy` says how to make one. */
  readonly url: string | null;
  readonly madeBy: string;
}

/**
 * One entry for each format that the importers know, in their order.
 *
 * @param urls where the sample of each format lies, by the format's id
 */
export function samplesOf(urls: Readonly<Record<string, string>>): Sample[] {
  return traceFormats.map(({ id, title, madeBy }) => {
    const url = urls[id] ?? null;
    return { title, madeBy, url, file: url === null ? id : fileName(url) };
  });
}

/** "speedscope.json" from "./_file/samples/speedscope.0123abcd.json": the build puts a hash into the name. */
export function fileName(url: string): string {
  return url
    .split(/[?#]/)[0]!
    .split("/")
    .at(-1)!
    .replace(/\.[0-9a-f]{8}(?=\.)/, "");
}
