import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { placeOf } from "./address.ts";
import { pagesFolder } from "./own-pages.ts";

const TEMPLATE = fileURLToPath(new URL("template.md", import.meta.url));

/**
 * Writes a commented page to begin with, which works as it is.
 *
 * @param name below the folder of pages: "review.md", "2026/review"
 * @returns its path, and its address in the report
 * @throws Error where it is there, or its name will not do
 */
export function newPage(name: string): { readonly path: string; readonly address: string } {
  const kind = extname(name);
  if (kind !== "" && kind !== ".md" && /^\.[a-z]+$/i.test(kind))
    throw new Error(`${name} is no Markdown file: name it ${name.slice(0, -kind.length)}.md`);
  const file = kind === ".md" ? name : `${name}.md`;
  const folder = pagesFolder();
  const path = join(folder, file);
  const below = relative(folder, path).replaceAll("\\", "/");
  const place = below.startsWith("..") ? null : placeOf(below);
  if (place === null)
    throw new Error(
      `a page cannot be called ${name}: give a name below ${folder} with a letter or digit of a to z, 0 to 9, such as review.md`,
    );
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, readFileSync(TEMPLATE), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new Error(`${path} is there already, and stays as it is; choose another name`);
  }
  return { path, address: `pages/${place.replace(/\.md$/, ".html")}` };
}
