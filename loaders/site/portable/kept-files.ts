import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { filesIn } from "../../files/files-in.ts";
import { CLASSIC } from "./bundle-classic.ts";
import type { Edition } from "./from-disk.ts";

type Kept = Edition["kept"][string];

/** A larger one would make a page wait that never asks for it. */
const MOST_BYTES = 8 * 2 ** 20;
const TEXT = /\.(?:json|js|yaml|csv|md|txt)$/;

/** Paths from a built site's folder of the files that its pages' scripts ask for: attached files, and workers that `code` names. */
export function askedFiles(folder: string, code: string): string[] {
  const attached = below(folder, "_file").filter(
    (path) => !path.endsWith(".duckdb") && statSync(join(folder, path)).size <= MOST_BYTES,
  );
  const workers = below(folder, "_page").filter((path) => code.includes(path.split("/").at(-1)!));
  return [...attached, ...workers];
}

export async function keptFile(folder: string, path: string): Promise<Kept> {
  if (path.startsWith("_page/")) return { text: await classicWorker(join(folder, path)) };
  const bytes = readFileSync(join(folder, path));
  return TEXT.test(path) ? { text: bytes.toString("utf8") } : { base64: bytes.toString("base64") };
}

/** A browser starts no module worker of a page from a disk. */
async function classicWorker(path: string): Promise<string> {
  const { outputFiles } = await build({
    ...CLASSIC,
    entryPoints: [path],
    define: { "import.meta.url": "location.href" },
  });
  return outputFiles[0]!.text;
}

/** A value as a part of a script that stands in HTML. */
export const inScript = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

const below = (folder: string, place: string) =>
  filesIn(join(folder, place)).map((path) => `${place}/${path}`);
