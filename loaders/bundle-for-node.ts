import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { writeWhole } from "./files/whole-file.ts";
import { homeFolder, projectRoot } from "./paths.ts";

/** Packages stay outside the bundle, at the place where npm put them: they find their own files there. */
const packagesOutside: Plugin = {
  name: "packages-outside",
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
 * A program as one plain JavaScript file, so that its start does not pay for a TypeScript loader. Cached by content.
 *
 * @param source TypeScript that imports the project's files by their whole paths
 * @returns its path, in `cache/workers` of the home
 */
export async function bundleForNode(source: string): Promise<string> {
  const result = await build({
    stdin: { contents: source, resolveDir: projectRoot, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node20",
    plugins: [packagesOutside],
    logLevel: "silent",
  });
  return keptBundle(result.outputFiles[0]!.contents);
}

/** @returns the path of a bundle that is kept under its content's hash */
export function keptBundle(code: Uint8Array): string {
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 16);
  const path = join(homeFolder("cache", "workers"), `${hash}.mjs`);
  if (!existsSync(path)) writeWhole(path, code);
  return path;
}
