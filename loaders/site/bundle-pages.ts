import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { build, transform } from "esbuild";
import { type OutputChunk, type Plugin, rollup } from "rollup";
import { filesIn } from "../files/files-in.ts";
import { type PageCells, pageCells } from "./page-cells.ts";
import { inScript } from "./portable/kept-files.ts";
import { chunkOfModules } from "./shared-chunks.ts";
import { ANY } from "./shell-ids.ts";

/** Where a page's scripts end up: under a lasting name, see `replace-folder.ts`. */
const BUNDLES = "_page";
const PAGE_SCRIPT = /<script type="module">\n([\s\S]*?)<\/script>\n?/;
const PRELOADS = /<link rel="modulepreload" [^>]*>\n/g;
const STYLE_PRELOADS = /<link rel="preload" as="style" [^>]*>\n/g;
const STYLESHEET = /<link rel="stylesheet" type="text\/css" href="([^"]+)">/g;
const END = /<\/body>/;
const RESOLVED = /\bimport\.meta\.resolve\("(\.{1,2}\/[^"\n]+)"\)/g;
const LATEST = "es2022";

interface Page {
  /** From the site's folder, with slashes. */
  readonly path: string;
  readonly html: string;
  readonly cells: PageCells;
  /** The module of what waits, by a name that pages made from one source share; null where nothing does. */
  readonly rest: string | null;
}

/**
 * Puts what each page of a built site loads into a few files: Framework leaves hundreds of modules, each of which is
 * fetched by itself once another one has asked for it. What several pages load is shared.
 *
 * @throws Error with the bundler's words where a module is missing or does not parse
 */
export async function bundlePages(given: string): Promise<void> {
  // A cache may lie behind a link: bundlers follow it, and name files by where they really are.
  const folder = realpathSync(given);
  const pages = pagesOf(folder);
  const workers = await bundleWorkers(folder);
  const chunks = await bundle(folder, pages, workers);
  for (const page of pages) writeFileSync(join(folder, page.path), withBundle(folder, page, chunks));
  removeBundled(folder);
}

function pagesOf(folder: string): Page[] {
  return filesIn(folder)
    .filter((path) => path.endsWith(".html"))
    .flatMap((path) => {
      const html = readFileSync(join(folder, path), "utf8");
      const [, script] = html.match(PAGE_SCRIPT) ?? [];
      if (script === undefined) return [];
      const cells = pageCells(script, (rest) => restOf(path, rest));
      return [{ path, html, cells, rest: cells.rest === "" ? null : restOf(path, cells.rest) }];
    });
}

const restOf = (path: string, rest: string) =>
  `rest:${dirname(path)}/${createHash("sha256").update(rest).digest("hex").slice(0, 8)}`;

/** `workload/embed-text.html` → `workload-embed-text` */
const nameOf = (path: string) =>
  path
    .replace(/\.html$/, "")
    .replace(`/${ANY}`, "")
    .replaceAll("/", "-");

/** Workers are files of their own, named by the modules that start them. Their paths → those of their bundles. */
async function bundleWorkers(folder: string): Promise<ReadonlyMap<string, string>> {
  const workers = filesIn(join(folder, "_import"))
    .map((path) => `_import/${path}`)
    .filter((path) => /\/worker\.[^/]*\.js$/.test(path));
  const { metafile } = await build({
    entryPoints: Object.fromEntries(workers.map((path) => [nameOf(dirname(path)), join(folder, path)])),
    absWorkingDir: folder,
    outdir: join(folder, BUNDLES),
    entryNames: "[name].[hash]",
    chunkNames: "worker.[hash]",
    bundle: true,
    // What a worker loads on demand, it loads then.
    splitting: true,
    format: "esm",
    target: LATEST,
    minify: true,
    metafile: true,
    logLevel: "silent",
    plugins: [
      {
        name: "resolved-beside",
        setup({ onLoad }) {
          onLoad({ filter: /[\\/]_(?:import|node)[\\/].*\.js$/ }, ({ path }) => ({
            contents: resolvedBeside(folder, path, new Map()),
            loader: "js",
          }));
        },
      },
    ],
  });
  return new Map(
    Object.entries(metafile.outputs).flatMap(([output, { entryPoint }]) =>
      entryPoint ? [[entryPoint, posix.normalize(output)] as const] : [],
    ),
  );
}

/** Writes the scripts of all pages. The chunks by the names of their files. */
async function bundle(
  folder: string,
  pages: readonly Page[],
  workers: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, OutputChunk>> {
  const bundled = await rollup({
    input: Object.fromEntries(pages.map(({ path }) => [nameOf(path), `page:${path}`])),
    plugins: [pagesFrom(folder, pages), leftToFramework, modulesOf(folder, workers)],
    onwarn: () => {},
  });
  try {
    const { output } = await bundled.write({
      dir: join(folder, BUNDLES),
      format: "es",
      entryFileNames: "[name].[hash].js",
      chunkFileNames: "[name].[hash].js",
      manualChunks: chunkOfModules(
        pages.map(({ path }) => `page:${path}`),
        pages.flatMap(({ rest }) => rest ?? []),
      ),
      plugins: [
        {
          name: "minified",
          renderChunk: async (code) => (await transform(code, { minify: true, target: LATEST })).code,
        },
      ],
    });
    return new Map(output.flatMap((one) => (one.type === "chunk" ? [[one.fileName, one]] : [])));
  } finally {
    await bundled.close();
  }
}

/** A page's module, and that of what waits in it. */
function pagesFrom(folder: string, pages: readonly Page[]): Plugin {
  const modules = new Map(
    pages.flatMap(({ path, cells, rest }) => {
      const beside = dirname(join(folder, path));
      const first = [`page:${path}`, { beside, code: cells.first }] as const;
      return rest === null ? [first] : [first, [rest, { beside, code: cells.rest }] as const];
    }),
  );
  return {
    name: "pages",
    resolveId(source, importer = "") {
      if (modules.has(source)) return source;
      const of = modules.get(importer);
      return of ? this.resolve(join(of.beside, source), undefined, {}) : null;
    },
    load: (id) => modules.get(id)?.code ?? null,
  };
}

const ABSENT = "\0absent";

/** Framework's client names every library that a page might leave to it; those that no page of this site does are not there. */
const leftToFramework: Plugin = {
  name: "left-to-framework",
  resolveId(source, importer = "") {
    if (!/[\\/]_observablehq[\\/]/.test(importer) || !source.startsWith(".")) return null;
    return existsSync(join(dirname(importer), source)) ? null : ABSENT;
  },
  load: (id) => (id === ABSENT ? 'throw new Error("this library is not part of this site");' : null),
};

/** What a module names beside itself is still found when the module is part of a bundle. */
function modulesOf(folder: string, workers: ReadonlyMap<string, string>): Plugin {
  return {
    name: "resolved-beside",
    load: (path) =>
      /[\\/]_(?:import|node)[\\/].*\.js$/.test(path) ? resolvedBeside(folder, path, workers) : null,
  };
}

function resolvedBeside(folder: string, path: string, workers: ReadonlyMap<string, string>): string {
  return readFileSync(path, "utf8").replace(RESOLVED, (_, named: string) => {
    const target = join(dirname(path), named);
    const bundled = workers.get(slashed(relative(folder, target)));
    const place = bundled ? join(folder, bundled) : target;
    return `new URL(${JSON.stringify(fromBundles(folder, place))}, import.meta.url).href`;
  });
}

/**
 * A page is painted once its text and its styles are there: styles stand in it, and scripts and data are asked for after it,
 * all at once.
 */
function withBundle(folder: string, page: Page, chunks: ReadonlyMap<string, OutputChunk>): string {
  const { path, html, cells, rest } = page;
  const up = `${"../".repeat(path.split("/").length - 1) || "./"}${BUNDLES}/`;
  const links = (files: Iterable<string>, read: readonly string[]) => [
    ...[...files].map((file) => `<link rel="modulepreload" href="${up}${file}">`),
    ...read.map((file) => `<link rel="preload" as="fetch" crossorigin href="${file}">`),
  ];
  const first = loadedWith(`page:${path}`, chunks);
  const waiting = [...(rest ? loadedWith(rest, chunks) : [])].filter((file) => !first.has(file));
  const id = path.includes(ANY) ? ` data-id="${ANY}"` : "";
  const asked = [
    ...(cells.files.all.length > 0
      ? [`<script type="application/json" id="page-files"${id}>${inScript(cells.files.all)}</script>`]
      : []),
    ...links(first, cells.files.first),
    `<script type="module" src="${up}${[...first][0]}"></script>`,
    // As the page's script needs it, `src/components/first-touch.ts`.
    ...(waiting.length === 0
      ? []
      : [`<template class="rest">`, ...links(waiting, cells.files.rest), "</template>"]),
  ].join("\n");
  // Not as a replacement string: `$` may stand in a name.
  return withStyles(folder, path, html.replace(PRELOADS, "").replace(PAGE_SCRIPT, "")).replace(
    END,
    () => `${asked}\n</body>`,
  );
}

/** The file of a module, first, and all that it waits for; none where there is no such module. */
function loadedWith(id: string, chunks: ReadonlyMap<string, OutputChunk>): ReadonlySet<string> {
  const own = [...chunks.values()].filter(({ moduleIds }) => moduleIds.includes(id));
  const loaded = new Set(own.map(({ fileName }) => fileName));
  for (const file of loaded) for (const imported of chunks.get(file)?.imports ?? []) loaded.add(imported);
  return loaded;
}

function withStyles(folder: string, page: string, html: string): string {
  return html.replace(STYLE_PRELOADS, "").replace(STYLESHEET, (_, href: string) => {
    const text = readFileSync(join(folder, dirname(page), href), "utf8");
    return `<style>${text.trim()}</style>`;
  });
}

/** Modules are in the bundles now; what else lies beside them (an SQL engine) is still loaded from there. */
function removeBundled(folder: string): void {
  const kept = filesIn(join(folder, BUNDLES))
    .map((path) => readFileSync(join(folder, BUNDLES, path), "utf8"))
    .join("\n");
  for (const place of ["_import", "_node", "_observablehq"]) {
    for (const path of filesIn(join(folder, place)))
      if (path.endsWith(".js") && !kept.includes(`${place}/${path}`)) rmSync(join(folder, place, path));
  }
}

const slashed = (path: string) => path.split(sep).join("/");
const fromBundles = (folder: string, path: string) => slashed(relative(join(folder, BUNDLES), path));
