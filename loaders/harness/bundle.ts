import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { writeWhole } from "../files/whole-file.ts";
import { gluePath } from "../glue/sources.ts";
import { homeFolder, projectRoot } from "../paths.ts";

/** Engines stay outside the bundle, at the place where npm put them: they find their own files there. */
const enginesOutside: Plugin = {
  name: "engines-outside",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === "entry-point" || path.startsWith("node:") || path === "tinybench") return null;
      try {
        return { path: import.meta.resolve(path), external: true };
      } catch {
        // An optional engine that is not installed: the bundle is still good for other targets.
        return { path, external: true };
      }
    });
  },
};

/**
 * The worker of (target module, workload) as one plain JavaScript file, so that a cold start pays for the
 * target and not for a TypeScript loader. Cached by content.
 *
 * @param targetModule file URL of the target's module
 */
export function bundleWorker(targetModule: string, workloadId: string): Promise<string> {
  const folder = homeFolder("cache", "workers");
  const key = `${folder} ${targetModule} ${workloadId}`;
  let bundle = bundles.get(key);
  if (!bundle) {
    bundle = makeBundle(targetModule, workloadId, folder);
    bundles.set(key, bundle);
  }
  return bundle;
}

/** A run asks for the same bundle once per process; sources do not change under it. */
const bundles = new Map<string, Promise<string>>();

async function makeBundle(targetModule: string, workloadId: string, folder: string): Promise<string> {
  const source = [
    `import { parts } from ${JSON.stringify(fileURLToPath(targetModule))};`,
    `import { createGlue } from ${JSON.stringify(gluePath(workloadId, "ts"))};`,
    `import { serve } from ${JSON.stringify(join(projectRoot, "loaders/worker/main.ts"))};`,
    "await serve(parts, createGlue);",
  ].join("\n");
  const result = await build({
    stdin: { contents: source, resolveDir: projectRoot, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node20",
    plugins: [enginesOutside],
    logLevel: "silent",
  });
  const code = result.outputFiles[0]!.contents;
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 16);
  const path = join(folder, `${hash}.mjs`);
  if (!existsSync(path)) writeWhole(path, code);
  return path;
}
