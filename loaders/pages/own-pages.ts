import { readFileSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import type { SqlResult } from "../../src/report/sql-result.ts";
import { projectRoot, userRoot } from "../paths.ts";
import { usualFile } from "../project.ts";
import { OWN_DATA } from "../site/shell-ids.ts";
import { shownRun } from "../site/summary-loader.ts";
import { askStore } from "../store/ask-store.ts";
import { placeOf } from "./address.ts";
import { filesBelow, mirror, slashed } from "./mirror.ts";
import { type Answers, type OwnSource, ownPage, queriesOf } from "./own-page.ts";

/** Where Framework finds them: git knows nothing of that folder. */
const MIRROR = join(projectRoot, "src", "pages");

/** The folder of a user's own pages, be it there or not. */
export const pagesFolder = (): string => usualFile("pages") ?? resolve(userRoot(), "pages");

export interface OwnPages {
  /** What is wrong with them, each with its file and line. */
  readonly problems: readonly string[];
  /** Whether some came or went. */
  readonly areOthers: boolean;
  /** Where a cell of a built page is written: "pages/review.md:12". Null where that is no page of the user's. */
  placeOfCell(page: string, cell: string): string | null;
}

/** Answers queries: the store's, by `storeOf`. */
export type AskStore = (queries: readonly string[]) => Promise<Answers>;

/** Puts a user's own pages where Framework builds them, with what they may name and what their queries gave. */
export async function mirrorOwnPages(ask: AskStore, into = MIRROR): Promise<OwnPages> {
  const folder = pagesFolder();
  const all = filesBelow(folder);
  const files = new Set(all.some((file) => file.endsWith(".md")) ? all : []);
  const shown = (file: string) => slashed(userRoot(), join(folder, file));
  const { places, problems } = placesOf(files, shown);
  const mirrored = new Map<string, string | Uint8Array>();
  const sources: OwnSource[] = [];
  for (const [place, file] of places) {
    const bytes = readFileSync(join(folder, file));
    if (!file.endsWith(".md")) mirrored.set(place, bytes);
    else sources.push({ file, root: folder, text: bytes.toString("utf8").replaceAll("\r\n", "\n"), files });
  }
  const answers = await ask((await Promise.all(sources.map(queriesOf))).flat());
  const cells = new Map<string, string>();
  for (const source of sources) {
    const { file } = source;
    const place = placeOf(file)!;
    const page = await ownPage(source, answers);
    mirrored.set(place, page.text);
    for (const [name, result] of page.results)
      mirrored.set(posix.join(posix.dirname(place), name), JSON.stringify(result));
    problems.push(...page.faults.map(({ line, message }) => `${shown(file)}:${line}: ${message}`));
    const built = `pages/${place.replace(/\.md$/, ".html")}`;
    for (const [cell, line] of page.lines) cells.set(`${built} ${cell}`, `${shown(file)}:${line}`);
  }
  return {
    problems,
    areOthers: mirror(into, mirrored),
    placeOfCell: (page, cell) => cells.get(`${page} ${cell}`) ?? null,
  };
}

/** Where the files lie in the site → what they are called; those that cannot be told apart there are named. */
function placesOf(files: ReadonlySet<string>, shown: (file: string) => string) {
  const places = new Map<string, string>();
  const problems: string[] = [];
  for (const file of files) {
    const place = placeOf(file);
    const other = place === null ? undefined : places.get(place);
    if (place === null)
      problems.push(
        `${shown(file)}: its name has no letter or digit (a to z, 0 to 9) that an address could be made of; rename it`,
      );
    else if (other !== undefined)
      problems.push(`${shown(file)}: its page would be that of ${shown(other)}, too; rename one`);
    else places.set(place, file);
  }
  return { places, problems };
}

/** Asks the store of the runs that are there, each query once. */
export function storeOf(runId: string | null, read: () => Promise<Uint8Array>): AskStore {
  const known = new Map<string, SqlResult | Error>();
  let store: Uint8Array | null = null;
  return async (queries) => {
    const unknown = [...new Set(queries)].filter((query) => !known.has(query));
    const run = unknown.length === 0 ? undefined : shownRun(runId, () => {})?.run.header.runId;
    if (run === undefined) return known;
    store ??= await read();
    const answers = await askStore(store, unknown, run);
    for (const [i, query] of unknown.entries()) known.set(query, answers[i]!);
    return known;
  };
}

/** What the queries of the pages that are mirrored gave, by the places of the files in the sources. */
export function ownResults(): [string, Uint8Array][] {
  return filesBelow(MIRROR)
    .map((name) => `pages/${name}`)
    .filter((place) => OWN_DATA.test(place))
    .map((place) => [place, readFileSync(join(dirname(MIRROR), place))]);
}

/** The pages that are mirrored, for the navigation. */
export function ownPageList(): { readonly name: string; readonly path: string }[] {
  return filesBelow(MIRROR)
    .filter((name) => name.endsWith(".md"))
    .map((name) => {
      const [, title = ""] = /^---\ntitle: (.*)\n/.exec(readFileSync(join(MIRROR, name), "utf8")) ?? [];
      return { name: JSON.parse(title || '"Untitled"') as string, path: `/pages/${name.slice(0, -3)}` };
    });
}
