import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { withPolicy } from "./content-security-policy.ts";

/** Where a page's scripts end up: under a lasting name, see `replace-folder.ts`. */
const BUNDLES = "_page";
const PAGE_SCRIPT = /<script type="module">\n([\s\S]*?)<\/script>\n?/;
const PRELOADS = /<link rel="modulepreload" [^>]*>\n/g;
const IMPORT_AT_ONCE = /\bimport\(("\.{1,2}\/[^"\n]+")\)/g;
const RESOLVED = /\bimport\.meta\.resolve\("(\.{1,2}\/[^"\n]+)"\)/g;

interface Page {
  /** From the site's folder, with slashes. */
  readonly path: string;
  readonly html: string;
  readonly script: string;
}

/**
 * Puts what each page of a built site loads into a few files: Framework leaves hundreds of modules, each of which is
 * fetched by itself once another one has asked for it. What several pages load is shared.
 *
 * @returns the pages that have scripts, as paths from the folder, with slashes
 * @throws Error with esbuild's words where a module is missing or does not parse
 */
export async function bundlePages(folder: string): Promise<string[]> {
  const pages = pagesOf(folder);
  const workers = await bundleWorkers(folder);
  const { metafile } = await bundle(folder, {
    entryPoints: Object.fromEntries(pages.map(({ path }) => [nameOf(path), `page:${path}`])),
    plugins: [pagesFrom(folder, pages), framework(folder), resolvedBeside(folder, workers)],
    splitting: true,
  });
  for (const page of pages) writeFileSync(join(folder, page.path), withPolicy(withBundle(page, metafile)));
  removeBundled(folder);
  return pages.map(({ path }) => path);
}

function pagesOf(folder: string): Page[] {
  return filesIn(folder)
    .filter((path) => path.endsWith(".html"))
    .flatMap((path) => {
      const html = readFileSync(join(folder, path), "utf8");
      const [, script] = html.match(PAGE_SCRIPT) ?? [];
      return script === undefined ? [] : [{ path, html, script }];
    });
}

/** `workload/embed-text.html` → `workload-embed-text` */
const nameOf = (path: string) => path.replace(/\.html$/, "").replaceAll("/", "-");

/** Workers are files of their own, named by the modules that start them. Their paths → those of their bundles. */
async function bundleWorkers(folder: string): Promise<ReadonlyMap<string, string>> {
  const workers = filesIn(join(folder, "_import"))
    .map((path) => `_import/${path}`)
    .filter((path) => /\/worker\.[^/]*\.js$/.test(path));
  const { metafile } = await bundle(folder, {
    entryPoints: Object.fromEntries(workers.map((path) => [nameOf(dirname(path)), join(folder, path)])),
    plugins: [framework(folder), resolvedBeside(folder, new Map())],
    splitting: false,
  });
  return new Map(
    Object.entries(metafile.outputs).map(([output, { entryPoint }]) => [
      entryPoint!,
      posix.normalize(output),
    ]),
  );
}

function bundle(
  folder: string,
  options: { entryPoints: Record<string, string>; plugins: Plugin[]; splitting: boolean },
) {
  return build({
    ...options,
    absWorkingDir: folder,
    outdir: join(folder, BUNDLES),
    entryNames: "[name].[hash]",
    chunkNames: "shared.[hash]",
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    metafile: true,
    logLevel: "silent",
  });
}

/** A page's script waits for all its modules anyway: they need not be fetched one after the other. */
function pagesFrom(folder: string, pages: readonly Page[]): Plugin {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  return {
    name: "pages",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^page:/ }, ({ path }) => ({
        path: path.slice("page:".length),
        namespace: "page",
      }));
      onLoad({ filter: /./, namespace: "page" }, ({ path }) => {
        const imports: string[] = [];
        const body = byPath.get(path)!.script.replace(IMPORT_AT_ONCE, (_, module: string) => {
          imports.push(`import * as module${imports.length} from ${module};`);
          return `module${imports.length - 1}`;
        });
        return { contents: [...imports, body].join("\n"), resolveDir: dirname(join(folder, path)) };
      });
    },
  };
}

/** Framework's own three files stay as they are: they name every library that a page might leave to them. */
function framework(folder: string): Plugin {
  return {
    name: "framework",
    setup({ onResolve }) {
      onResolve({ filter: /_observablehq\// }, ({ path, resolveDir }) => ({
        path: fromBundles(folder, join(resolveDir, path)),
        external: true,
      }));
    },
  };
}

/** What a module names beside itself is still found when the module is part of a bundle. */
function resolvedBeside(folder: string, workers: ReadonlyMap<string, string>): Plugin {
  return {
    name: "resolved-beside",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]_(?:import|node)[\\/].*\.js$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        if (!text.includes("import.meta.resolve(")) return null;
        const contents = text.replace(RESOLVED, (_, named: string) => {
          const target = join(dirname(path), named);
          const bundled = workers.get(slashed(relative(folder, target)));
          const place = bundled ? join(folder, bundled) : target;
          return `new URL(${JSON.stringify(fromBundles(folder, place))}, import.meta.url).href`;
        });
        return { contents, loader: "js" };
      });
    },
  };
}

function withBundle({ path, html }: Page, { outputs }: Metafile): string {
  const entry = Object.keys(outputs).find((output) => outputs[output]!.entryPoint === `page:${path}`)!;
  const loaded = new Set<string>();
  const add = (output: string) => {
    if (loaded.has(output)) return;
    loaded.add(output);
    for (const { path: imported, kind, external } of outputs[output]?.imports ?? []) {
      if (kind !== "import-statement") continue;
      if (external) loaded.add(posix.join(BUNDLES, imported));
      else add(imported);
    }
  };
  add(entry);
  const up = "../".repeat(path.split("/").length - 1) || "./";
  const preloads = [...loaded].map((file) => `<link rel="modulepreload" href="${up}${file}">\n`).join("");
  // Not as a replacement string: `$` may stand in a name.
  const scripts = () => `${preloads}<script type="module" src="${up}${entry}"></script>\n`;
  return html.replace(PRELOADS, "").replace(PAGE_SCRIPT, scripts);
}

/** Modules are in the bundles now; what else lies beside them (styles, SQL engine) is still loaded from there. */
function removeBundled(folder: string): void {
  const kept = filesIn(join(folder, BUNDLES))
    .map((path) => readFileSync(join(folder, BUNDLES, path), "utf8"))
    .join("\n");
  for (const place of ["_import", "_node"]) {
    for (const path of filesIn(join(folder, place)))
      if (path.endsWith(".js") && !kept.includes(`${place}/${path}`)) rmSync(join(folder, place, path));
  }
}

const slashed = (path: string) => path.split(sep).join("/");
const fromBundles = (folder: string, path: string) => slashed(relative(join(folder, BUNDLES), path));

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => slashed(relative(folder, join(entry.parentPath, entry.name))));
}
