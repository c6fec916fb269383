import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { build } from "esbuild";
import { own } from "../../harness/bundle.ts";
import { projectRoot } from "../../paths.ts";

/** What Framework's stdlib names and no page loads. */
const LEFT_TO_FRAMEWORK = /\/_npm\/|\/stdlib\/|^(?:npm|observablehq):/;

/** How a script must be that a page from a disk runs. */
export const CLASSIC = {
  bundle: true,
  write: false,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  minify: true,
  logLevel: "silent",
} as const;

const SCRIPT = /<script type="module" src="([^"]+)"><\/script>\n?/;

/** Path of a built page's script from the site's folder; null of a page without one. */
export function scriptOf(folder: string, page: string): string | null {
  const [, script] = SCRIPT.exec(readFileSync(join(folder, page), "utf8")) ?? [];
  return script === undefined ? null : posix.join(dirname(page), script);
}

/** A built page with other scripts in place of its own. */
export const withScripts = (html: string, scripts: string): string =>
  html
    .replace(/<link rel="(?:modulepreload|preload" as="fetch)" [^>]*>\n/g, "")
    .replace(SCRIPT, () => scripts);

/** A classic script that runs one of the given pages: `portolanPages[page]()`, with `portolanEdition` known before. */
export async function bundleClassic(folder: string, scripts: ReadonlyMap<string, string>): Promise<string> {
  const lines = [...scripts].map(
    ([page, script]) => `${JSON.stringify(page)}: () => import(${JSON.stringify(`./${script}`)}),`,
  );
  const { outputFiles } = await build({
    ...CLASSIC,
    stdin: { contents: `globalThis.portolanPages = { ${lines.join("\n")} };`, resolveDir: folder },
    define: { "import.meta.url": "portolanPageUrl", "import.meta.resolve": "String" },
    plugins: [
      {
        name: "left-to-framework",
        setup({ onResolve }) {
          onResolve({ filter: LEFT_TO_FRAMEWORK }, ({ path }) => ({ path, external: true }));
        },
      },
    ],
  });
  return outputFiles[0]!.text;
}

/** What runs before: `portolanFromDisk(edition)`. */
export async function bundleFromDisk(): Promise<string> {
  const { outputFiles } = await build({
    ...CLASSIC,
    stdin: {
      contents: `import { fromDisk } from ${JSON.stringify(own("site/portable/from-disk.ts"))};\nglobalThis.portolanFromDisk = fromDisk;`,
      resolveDir: projectRoot,
    },
  });
  return outputFiles[0]!.text;
}
