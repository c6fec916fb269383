import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { WLLAMA_MODULE } from "../engines/wllama-files.ts";
import { PAGE_MODULE } from "../glue/browser-glue.ts";
import { glueImport } from "../glue/sources.ts";
import { isOwnSource, projectRoot } from "../paths.ts";
import { PACKAGES } from "./page.ts";

/** What a page loads for an engine's name: the file that its documentation names for a page without a bundler. */
const PAGE_MODULES: Readonly<Record<string, string>> = {
  "onnxruntime-web": "onnxruntime-web/dist/ort.wasm.bundle.min.mjs",
  "onnxruntime-web/webgpu": "onnxruntime-web/dist/ort.webgpu.bundle.min.mjs",
  "onnxruntime-web/webgl": "onnxruntime-web/dist/ort.webgl.min.mjs",
  "onnxruntime-web/all": "onnxruntime-web/dist/ort.all.bundle.min.mjs",
  wllama: WLLAMA_MODULE,
  pyodide: "pyodide/pyodide.mjs",
};

/** Engines stay outside of the bundle, as files that a page fetches; what only Node has is nothing in a page. */
const enginesFetched = (libraries: readonly string[]): Plugin => ({
  name: "engines-fetched",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
      const isLibrary = libraries.includes(path) || !isOwnSource(importer);
      if (kind === "entry-point" || isLibrary) return null;
      const file = PAGE_MODULES[path];
      if (file !== undefined) return { path: `../${PACKAGES}${file}`, external: true };
      return { path, namespace: "nothing", sideEffects: false };
    });
    // A CommonJS module, so that any name may be imported from it.
    onLoad({ filter: /.*/, namespace: "nothing" }, () => ({
      contents: "module.exports = {};",
      loader: "js",
    }));
  },
});

/**
 * The worker of (target module, workload) as one module for a page, which lies one folder below what serves `packages/`.
 *
 * @param targetModule file URL of the target's module
 */
export function bundleBrowserWorker(targetModule: string, workloadId: string): Promise<Uint8Array> {
  return bundleForPage(workerSource(fileURLToPath(targetModule), workloadId));
}

function workerSource(partsModule: string, workloadId: string): string {
  return [
    `import { parts } from ${JSON.stringify(partsModule)};`,
    glueImport(workloadId),
    `import { serveInBrowser } from ${JSON.stringify(join(projectRoot, "loaders/worker/browser.ts"))};`,
    "serveInBrowser(parts, createGlue);",
  ].join("\n");
}

/**
 * A module for a page, of its source.
 *
 * @param libraries npm packages that become part of it; engines are fetched, and others are nothing in a page
 */
export async function bundleForPage(
  source: string,
  libraries: readonly string[] = ["tinybench"],
): Promise<Uint8Array> {
  const { outputFiles } = await build({
    ...PAGE_MODULE,
    stdin: { contents: source, resolveDir: projectRoot, loader: "ts" },
    plugins: [enginesFetched(libraries)],
  });
  return outputFiles[0]!.contents;
}
