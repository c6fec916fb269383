import { createHash } from "node:crypto";
import { constants, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { filesIn } from "../files/files-in.ts";
import { ANY, OWN_DATA } from "./shell-ids.ts";

/** A page of a site: its file, from the site's folder, with slashes, and what is in it. */
export interface Page {
  readonly path: string;
  readonly html: string;
}

/** What a site has that its shell has not. */
export interface ShellData {
  /** By their places in the sources: "data/summary.json". */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** Ids of the pages that are made of one source, by its folder: "recording", "workload". */
  readonly ids: Readonly<Record<string, readonly string[]>>;
}

const HASH = /\.[0-9a-f]{8}(?=(?:\.[^./]*)?$)/;

/**
 * Copies a shell and puts data in: files under names that hold a hash of their content, as Framework names them, pages that name those,
 * and a page for each id.
 *
 * @returns the pages, which are not yet in the folder
 * @throws Error where a page asks for data that is not given
 */
export function fillShell(shell: string, folder: string, { files, ids }: ShellData): Page[] {
  cpSync(shell, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
  const words = wordsOf(folder, files);
  // First: one of them may have what comes, and so its name.
  for (const word of words.keys()) rmSync(join(folder, word));
  const place = placedIn(folder, files);
  const filled = (html: string, id: string) =>
    [...words].reduce(
      (text, [word, source]) => {
        const asked = word.replace(ANY, id);
        return text.includes(asked) ? text.replaceAll(asked, place(source.replace(ANY, id))) : text;
      },
      html.replaceAll(ANY, id),
    );
  const pages = filesIn(folder).filter((path) => path.endsWith(".html"));
  return pages.flatMap((path) => {
    const html = readFileSync(join(folder, path), "utf8");
    rmSync(join(folder, path));
    const [kind] = path.split("/");
    const of = path.includes(ANY) ? ids[kind!]! : [ANY];
    return of.map((id): Page => ({ path: path.replace(ANY, id), html: filled(html, id) }));
  });
}

/** Where words lie in a shell, each with the place in the sources of what it stands for. */
function wordsOf(folder: string, files: ShellData["files"]): ReadonlyMap<string, string> {
  const sources = filesIn(join(folder, "_file")).map(
    (path) => [`_file/${path}`, path.replace(HASH, "")] as const,
  );
  return new Map(
    sources.filter(([, source]) => files.has(source) || source.includes(ANY) || OWN_DATA.test(source)),
  );
}

/** Puts each file that is asked for into the folder, once, and says where it is. */
function placedIn(folder: string, files: ShellData["files"]): (source: string) => string {
  const places = new Map<string, string>();
  return (source) => {
    const known = places.get(source);
    if (known !== undefined) return known;
    const bytes = files.get(source);
    if (bytes === undefined) throw new Error(`a page reads ${source}, and there is no such data`);
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
    const { dir, name, ext } = posix.parse(source);
    const place = `_file/${dir}/${name}.${hash}${ext}`;
    mkdirSync(dirname(join(folder, place)), { recursive: true });
    writeFileSync(join(folder, place), bytes);
    places.set(source, place);
    return place;
  };
}
