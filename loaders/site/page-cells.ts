/** What of a page's script runs at once, and what waits for a hand: cells that wait for `touched`, or for one of these. */

import { ANY } from "./shell-ids.ts";

const CELL = /^define\(\{id: /m;
const INPUTS = /\binputs: (\[[^\]]*\])/;
const OUTPUTS = /\boutputs: (\[[^\]]*\])/;
const BODY = /\bbody: (?:async )?(\([^)]*\)) => \{/;
const IMPORT_AT_ONCE = /\bimport\(("\.{1,2}\/[^"\n]+")\)/g;
const REGISTERED = /^registerFile\(("(?:[^"\\]|\\.)*"), (\{.*\})\);$/gm;
const READ = /FileAttachment\(("(?:[^"\\]|\\.)*")\)\.(?:json|text|arrayBuffer)\(/g;
/** Where the files lie that a page reads, and its id: it says so itself, so that its script is the same whatever they are. */
const PAGE_FILES = 'document.querySelector("#page-files")';
const REGISTERING = `for (const [name, facts] of JSON.parse(${PAGE_FILES}.textContent)) registerFile(name, facts);`;
const OF_ANY = new RegExp(`"([^"\n]*)${ANY}([^"\n]*)"`, "g");
/** When a file was made, and how large: no page asks. */
const FACTS_OF_FILE = /,"(?:lastModified|size)":[\d.]+(?=[,}])/g;

/** What cells name that nobody needs before a hand comes near (`src/components/first-touch.ts`). */
const TOUCHED = "touched";

/** Where a file of the rest is missing: what was drawn stays, and the script in the page's head says so, as of any script. */
const LOST = `const $lost = (error) => {
  if ("isDrawnAhead" in globalThis) throw error;
  document.querySelector("script[src]")?.dispatchEvent(new Event("error"));
  return new Promise(() => {});
};`;

export interface PageCells {
  /** The page's module; it imports `rest` when a cell first needs that. */
  readonly first: string;
  /** The module of what waits; empty where nothing does. */
  readonly rest: string;
  /** Addresses of the files that cells read as soon as they run: those of the first, and of the rest. */
  readonly files: {
    readonly first: readonly string[];
    readonly rest: readonly string[];
    /** Of all that the page may read, the name and what Framework's client is told of it. */
    readonly all: readonly (readonly [name: string, facts: object])[];
  };
}

/**
 * A page's script as two modules. Whatever a cell imports is there before the cell runs, and need not be fetched one by one. What waits is
 * drawn cell by cell, each in a task of its own, so that no task keeps the hand waiting for long.
 *
 * @param script as Framework writes it
 * @param restId how the first module names the other, by its text
 */
export function pageCells(script: string, restId: (rest: string) => string): PageCells {
  const [head = "", ...bodies] = script.split(CELL);
  const cells = bodies.map((body) => `define({id: ${body}`);
  const waiting = waitingCells(cells);
  const modules = { first: new Imports(), rest: new Imports() };
  const lines = cells.map((cell) =>
    waiting.has(cell)
      ? inTurn(modules.rest.taken(cell, (name) => `$rest().then((all) => all.${name})`))
      : modules.first.taken(cell, (name) => name),
  );
  const rest = modules.rest.names
    .map((name, i) => `export * as ${name} from ${modules.rest.paths[i]};`)
    .join("\n");
  const wait =
    waiting.size === 0
      ? []
      : [
          `const $rest = () => import(${JSON.stringify(restId(rest))}).catch($lost);`,
          LOST,
          "let $turn = Promise.resolve();",
          "const $itsTurn = () => ($turn = $turn.then(() => new Promise((resolve) => setTimeout(resolve))));",
        ];
  const imports = modules.first.names.map((name, i) => `import * as ${name} from ${modules.first.paths[i]};`);
  const read = (some: readonly string[]) => filesRead(head, some);
  return {
    first: [...imports, ...wait, withoutFiles(head), ...lines]
      .join("\n")
      .replace(OF_ANY, `("$1" + ${PAGE_FILES}.dataset.id + "$2")`),
    rest,
    files: {
      first: read(cells.filter((cell) => !waiting.has(cell))),
      rest: read([...waiting]),
      all: registered(head),
    },
  };
}

/** Takes imports out of cells, each module once. */
class Imports {
  readonly paths: string[] = [];

  get names(): string[] {
    return this.paths.map((_, i) => `module${i}`);
  }

  taken(cell: string, put: (name: string) => string): string {
    return cell.replace(IMPORT_AT_ONCE, (_, path: string) => {
      if (!this.paths.includes(path)) this.paths.push(path);
      return put(`module${this.paths.indexOf(path)}`);
    });
  }
}

function waitingCells(cells: readonly string[]): ReadonlySet<string> {
  const names = new Set([TOUCHED]);
  const waiting = new Set<string>();
  for (let before = -1; before !== waiting.size; ) {
    before = waiting.size;
    for (const cell of cells) {
      if (!namesOf(INPUTS, cell).some((name) => names.has(name))) continue;
      waiting.add(cell);
      for (const name of namesOf(OUTPUTS, cell)) names.add(name);
    }
  }
  return waiting;
}

function namesOf(list: RegExp, cell: string): readonly string[] {
  const [, names = "[]"] = list.exec(cell) ?? [];
  return JSON.parse(names) as string[];
}

const inTurn = (cell: string): string =>
  namesOf(INPUTS, cell).includes("display")
    ? cell.replace(BODY, (_, inputs: string) => `body: async ${inputs} => { await $itsTurn();`)
    : cell;

const withoutFiles = (head: string): string =>
  registered(head).length === 0 ? head : `${head.replace(REGISTERED, "")}\n${REGISTERING}`;

const registered = (head: string): PageCells["files"]["all"] =>
  [...head.matchAll(REGISTERED)].map(([, name, facts]) => [
    JSON.parse(name!) as string,
    JSON.parse(facts!.replace(FACTS_OF_FILE, "")) as object,
  ]);

function filesRead(head: string, cells: readonly string[]): string[] {
  const paths = new Map(
    [...head.matchAll(REGISTERED)].map(([, name, facts]) => [name!, JSON.parse(facts!).path as string]),
  );
  const read = cells.flatMap((cell) => [...cell.matchAll(READ)].map(([, name]) => paths.get(name!)));
  return [...new Set(read.filter((path) => path !== undefined))];
}
