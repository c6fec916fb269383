import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { LIVE_FOLDER } from "../../src/model/live/listing.ts";
import { bundleForNode } from "../bundle-for-node.ts";
import { scratchFolder } from "../files/scratch.ts";
import { source } from "../harness/bundle.ts";
import { runCommand } from "../run-command.ts";
import type { DrawAsked, DrawnPage } from "./draw-pages.ts";
import { DrawnFile, sweepDrawn } from "./drawn-file.ts";
import type { Page } from "./fill-shell.ts";
import { Frame } from "./frame.ts";
import { sectionsOf } from "./navigation.ts";

type PlaceOfCell = (page: string, cell: string) => string | null;

/** It is drawn from what there is to run, too, which its HTML does not name by its content. */
const LIVE_PAGE = "live.html";
const TIMEOUT_MS = 10 * 60_000;
/** Each holds all scripts of the site, and a page. */
const MOST_PROCESSES = 4;
const CELL = /<!--:[0-9a-f]{8}(?:-\d+)?:-->/;
const ENTRY = /<script type="module" src="([^"]+)"><\/script>/;
const STYLES = /<style>[\s\S]*?<\/style>/g;

/**
 * What the scripts of a site's pages draw first, so that a page is there before its scripts are, and without them. A browser's own run
 * of the scripts replaces it, cell by cell.
 *
 * @param folder of the site, whose pages are written there for those that draw them
 * @param placeOfCell where the cell of a page is written, for who has to mend it; null where that is not known
 * @returns the pages with it, and how many were drawn anew: what is the same as in a build before is kept
 * @throws Error where a cell of a page fails
 */
export async function prerender(
  folder: string,
  pages: readonly Page[],
  placeOfCell: PlaceOfCell = () => null,
): Promise<{ readonly pages: Page[]; readonly anew: number }> {
  const program = await bundleForNode(
    source({ drawPages: fileURLToPath(new URL("draw-pages.ts", import.meta.url)) }, "await drawPages();"),
  );
  const frame = new Frame({}, sectionsOf({ own: [], recordings: [], workloads: [], docs: [] }));
  const entries = pages.flatMap((page) => {
    const { path, html } = page;
    const [, script] = ENTRY.exec(html) ?? [];
    // A page of text alone is whole as it is.
    if (script === undefined || !CELL.test(html)) return [];
    const listing = path === LIVE_PAGE ? readFileSync(join(folder, LIVE_FOLDER, "live.json"), "utf8") : "";
    return [
      {
        page: path,
        script: posix.join(dirname(path), script),
        html,
        kept: new DrawnFile(path, html + listing, program),
      },
    ];
  });
  const missing = entries.filter(({ kept }) => kept.read() === null);
  for (const { page, html } of missing) {
    mkdirSync(dirname(join(folder, page)), { recursive: true });
    // Styles take long to read, and nothing has a size here anyway.
    writeFileSync(join(folder, page), frame.around(page, html.replace(STYLES, "")));
  }
  const drawn = await drawAll(folder, missing, program, placeOfCell);
  for (const one of drawn) missing.find(({ page }) => page === one.page)!.kept.write(one);
  sweepDrawn();
  const keptOf = new Map(entries.map(({ page, kept }) => [page, kept.read()!]));
  const whole = pages.map((page) => {
    const one = keptOf.get(page.path);
    return one ? { ...page, html: withDrawn(page.html, one) } : page;
  });
  return { pages: whole, anew: missing.length };
}

interface Entry {
  readonly page: string;
  readonly script: string;
}

async function drawAll(
  folder: string,
  entries: readonly Entry[],
  program: string,
  placeOfCell: PlaceOfCell,
): Promise<readonly DrawnPage[]> {
  if (entries.length === 0) return [];
  const bundle = join(scratchFolder(), "pages.js");
  await bundleAll(folder, entries, bundle);
  try {
    const drawn = await draw({ folder, bundle, pages: entries.map(({ page }) => page) }, program);
    const problems = drawn.flatMap((one) => problemsOf(one, placeOfCell));
    if (problems.length > 0) throw new Error(`cells of the site fail:\n${problems.join("\n")}`);
    return drawn;
  } finally {
    rmSync(bundle, { force: true });
  }
}

const GLOBALS = [
  ...[
    "Array",
    "Boolean",
    "Date",
    "Error",
    "Float64Array",
    "Infinity",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
  ],
  ...["Object", "Promise", "RegExp", "Set", "String", "Symbol", "Uint32Array", "Uint8Array", "WeakMap"],
];

/** One script with all pages, each of which runs when it is asked for: what they share is read once. */
async function bundleAll(folder: string, entries: readonly Entry[], outfile: string): Promise<void> {
  const lines = entries.map(
    ({ page, script }) => `${JSON.stringify(page)}: () => import(${JSON.stringify(`./${script}`)}),`,
  );
  const globals = join(dirname(outfile), "globals.js");
  writeFileSync(
    globals,
    `export const ${GLOBALS.map((name) => `$${name} = globalThis.${name}`).join(", ")};
export { ${GLOBALS.map((name) => `$${name} as ${name}`).join(", ")} };`,
  );
  await build({
    stdin: {
      contents: `globalThis.drawPage = (page) => ({ ${lines.join("\n")} })[page]();`,
      resolveDir: folder,
    },
    bundle: true,
    outfile,
    format: "iife",
    target: "es2022",
    logLevel: "silent",
    // In a page's realm each look at a global asks the page for it, which makes arithmetic several times as slow.
    inject: [globals],
    define: { "import.meta.url": JSON.stringify("http://site/_page/page.js") },
  });
}

async function draw(asked: DrawAsked, program: string): Promise<readonly DrawnPage[]> {
  const processes = Math.min(availableParallelism(), MOST_PROCESSES);
  const shares = Array.from({ length: processes }, (_, i) =>
    asked.pages.filter((_, k) => k % processes === i),
  );
  const drawn = await Promise.all(shares.map((pages) => drawShare(program, { ...asked, pages })));
  return drawn.flat();
}

/** A cell that fails takes those along that wait for it, and they say the same. */
function problemsOf({ page, problems }: DrawnPage, placeOfCell: PlaceOfCell): string[] {
  const first = problems.filter(
    ({ message }, i) => problems.findIndex((one) => one.message === message) === i,
  );
  return first.map(({ cell, message }) => `  ${placeOfCell(page, cell) ?? page}: ${message}`);
}

async function drawShare(program: string, asked: DrawAsked): Promise<readonly DrawnPage[]> {
  if (asked.pages.length === 0) return [];
  const { ok, stdout, stderr } = await runCommand(process.execPath, [program, JSON.stringify(asked)], {
    timeoutMs: TIMEOUT_MS,
  });
  if (!ok) throw new Error(`the pages could not be drawn:\n${stderr.trim()}`);
  return JSON.parse(stdout) as DrawnPage[];
}

/** Framework's client takes an element of this name before a cell's mark for what is shown until the cell displays something. */
const TAG = "observablehq-loading";

function withDrawn(html: string, { cells, conditions }: DrawnPage): string {
  const filled = html.replace(
    new RegExp(`(?:<${TAG}></${TAG}>)?<!--:([0-9a-f]{8}(?:-\\d+)?):-->`, "g"),
    (whole, id: string) => {
      const drawn = cells[id];
      return drawn ? `<${TAG} class="drawn">${drawn}</${TAG}><!--:${id}:-->` : whole;
    },
  );
  if (conditions === null) return filled;
  return filled.replace("<html>", () => `<html data-drawn="${conditions.replaceAll('"', "&quot;")}">`);
}
