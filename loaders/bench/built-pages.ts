import { readdirSync } from "node:fs";
import { sep } from "node:path";

/** The pages of a built report, as paths with slashes; of those made from one source for each recording, none. */
export const builtPages = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => /^(?:[\w-]+|workload\/[\w.-]+)\.html$/.test(path) && path !== "404.html")
    .sort();
