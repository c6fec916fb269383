import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isModelAlone } from "../../src/model/model-alone/name.ts";
import { CHAT, isChat } from "../workloads/chat/id.ts";
import { ownFolder } from "../workloads/own/registry.ts";

const folder = new URL("../workloads/", import.meta.url);

export type GlueLanguage = "py" | "ts" | "c";

/** A workload's glue in one language. */
export function gluePath(workloadId: string, extension: GlueLanguage): string {
  const own = ownFolder(workloadId);
  if (own !== null) return join(own, `glue.${extension}`);
  const name = isModelAlone(workloadId) ? "model-alone" : isChat(workloadId) ? CHAT : workloadId;
  return fileURLToPath(new URL(`${name}/glue.${extension}`, folder));
}

/** Of a workload in a folder of one's own, only the Python glue has to be there. */
export const hasGlue = (workloadId: string, extension: GlueLanguage): boolean =>
  existsSync(gluePath(workloadId, extension));

/** A line that makes `createGlue` known to a worker: nothing, of a workload whose glue is in other languages. */
export const glueImport = (workloadId: string): string =>
  hasGlue(workloadId, "ts")
    ? `import { createGlue } from ${JSON.stringify(gluePath(workloadId, "ts"))};`
    : "const createGlue = undefined;";

export const glueHeaderPath = fileURLToPath(new URL("glue.h", folder));
