import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleBrowserWorker, bundleForPage } from "../browser/bundle-worker.ts";
import { bundleForNode, keptBundle } from "../bundle-for-node.ts";
import { glueImport } from "../glue/sources.ts";
import { portolanHome, projectRoot } from "../paths.ts";

/** A file of `loaders/`, by its path in there. */
export const own = (path: string) => join(projectRoot, "loaders", path);

/**
 * The worker of (target module, workload) as one plain JavaScript file, so that a cold start pays for the
 * target and not for a TypeScript loader. Cached by content.
 *
 * @param targetModule file URL of the target's module
 */
export function bundleWorker(targetModule: string, workloadId: string): Promise<string> {
  const imports = {
    parts: fileURLToPath(targetModule),
    serveInNode: own("worker/node.ts"),
  };
  const then = `${glueImport(workloadId)}\nawait serveInNode(parts, createGlue);`;
  return once(`node ${targetModule} ${workloadId}`, () => bundleForNode(source(imports, then)));
}

/** The same worker for a page. */
export function bundlePageWorker(targetModule: string, workloadId: string): Promise<string> {
  return once(`page ${targetModule} ${workloadId}`, async () =>
    keptBundle(await bundleBrowserWorker(targetModule, workloadId)),
  );
}

/**
 * A program that is asked once, for a Node process or for a page's worker.
 *
 * @param module path in `loaders/` of what exports `run`
 */
export function bundleProgram(module: string, host: "node" | "browser"): Promise<string> {
  const entry = host === "node" ? "answerInNode" : "answerInPage";
  const program = source({ run: own(module), [entry]: own("worker/program.ts") }, `${entry}(run);`);
  return once(`${host} ${module}`, async () =>
    host === "node" ? bundleForNode(program) : keptBundle(await bundleForPage(program)),
  );
}

/** The process that has a page run a worker. */
export function bundleDriver(): Promise<string> {
  return once("driver", () => bundleForNode(source({ drive: own("browser/driver.ts") }, "drive();")));
}

/** A program that imports names from files, by their whole paths, and then does something. */
export function source(imports: Readonly<Record<string, string>>, then: string): string {
  const lines = Object.entries(imports).map(
    ([name, path]) => `import { ${name} } from ${JSON.stringify(path)};`,
  );
  return [...lines, then].join("\n");
}

/** A run asks for the same bundle once per process; sources do not change under it. */
const bundles = new Map<string, Promise<string>>();

function once(what: string, make: () => Promise<string>): Promise<string> {
  const key = `${portolanHome()} ${what}`;
  let bundle = bundles.get(key);
  if (!bundle) {
    bundle = make();
    bundles.set(key, bundle);
  }
  return bundle;
}
