import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleBrowserWorker } from "../browser/bundle-worker.ts";
import { bundleForNode, keptBundle } from "../bundle-for-node.ts";
import { gluePath } from "../glue/sources.ts";
import { portolanHome, projectRoot } from "../paths.ts";

/**
 * The worker of (target module, workload) as one plain JavaScript file, so that a cold start pays for the
 * target and not for a TypeScript loader. Cached by content.
 *
 * @param targetModule file URL of the target's module
 */
export function bundleWorker(targetModule: string, workloadId: string): Promise<string> {
  return once(`node ${targetModule} ${workloadId}`, () =>
    bundleForNode(
      [
        `import { parts } from ${JSON.stringify(fileURLToPath(targetModule))};`,
        `import { createGlue } from ${JSON.stringify(gluePath(workloadId, "ts"))};`,
        `import { serveInNode } from ${JSON.stringify(join(projectRoot, "loaders/worker/node.ts"))};`,
        "await serveInNode(parts, createGlue);",
      ].join("\n"),
    ),
  );
}

/** The same worker for a page. */
export function bundlePageWorker(targetModule: string, workloadId: string): Promise<string> {
  return once(`page ${targetModule} ${workloadId}`, async () =>
    keptBundle(await bundleBrowserWorker(targetModule, workloadId)),
  );
}

/** The process that has a page run a worker. */
export function bundleDriver(): Promise<string> {
  const path = join(projectRoot, "loaders/browser/driver.ts");
  return once("driver", () => bundleForNode(`import { drive } from ${JSON.stringify(path)};\ndrive();`));
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
