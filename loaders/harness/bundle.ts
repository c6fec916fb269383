import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleForNode } from "../bundle-for-node.ts";
import { gluePath } from "../glue/sources.ts";
import { portolanHome, projectRoot } from "../paths.ts";

/**
 * The worker of (target module, workload) as one plain JavaScript file, so that a cold start pays for the
 * target and not for a TypeScript loader.
 *
 * @param targetModule file URL of the target's module
 */
export function bundleWorker(targetModule: string, workloadId: string): Promise<string> {
  const key = `${portolanHome()} ${targetModule} ${workloadId}`;
  let bundle = bundles.get(key);
  if (!bundle) {
    bundle = makeBundle(targetModule, workloadId);
    bundles.set(key, bundle);
  }
  return bundle;
}

/** A run asks for the same bundle once per process; sources do not change under it. */
const bundles = new Map<string, Promise<string>>();

function makeBundle(targetModule: string, workloadId: string): Promise<string> {
  return bundleForNode(
    [
      `import { parts } from ${JSON.stringify(fileURLToPath(targetModule))};`,
      `import { createGlue } from ${JSON.stringify(gluePath(workloadId, "ts"))};`,
      `import { serve } from ${JSON.stringify(join(projectRoot, "loaders/worker/main.ts"))};`,
      "await serve(parts, createGlue);",
    ].join("\n"),
  );
}
