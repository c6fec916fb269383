import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./paths.ts";
import { packageVersion } from "./targets/engines.ts";

/** Of Portolan, what anything that it makes may be made by. Framework's own cache lies among it. */
const SOURCES = ["src", "loaders", "observablehq.config.ts", "package.json"];
const CACHES = /(?:^|\/)(?:\.observablehq|__pycache__)$/;

/**
 * Stands for Portolan's own sources and the packages that it names, by their content and their versions: what it makes of the same data
 * is the same.
 *
 * @param leftOut paths from the project's folder, with slashes, that do not matter
 */
export function sourceKey(leftOut: RegExp, root = projectRoot): string {
  const hash = createHash("sha256");
  const add = (path: string) => {
    if (CACHES.test(path) || leftOut.test(path)) return;
    const whole = join(root, path);
    if (statSync(whole).isDirectory()) for (const name of readdirSync(whole).sort()) add(`${path}/${name}`);
    else hash.update(`${path}\0`).update(readFileSync(whole)).update("\0");
  };
  for (const path of SOURCES) add(path);
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies }))
    hash.update(`${name} ${packageVersion(name)}\0`);
  return hash.digest("hex").slice(0, 32);
}
