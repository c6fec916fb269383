import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { BrowserFile } from "../../src/model/run-file.ts";
import { packageFile } from "../targets/engines.ts";
import type { BrowserCode } from "../targets/target.ts";
import type { StagedWorkload } from "./stage.ts";

/** What content networks use where nothing else is said; nginx and Node have it as their default. */
const GZIP_LEVEL = 6;

/**
 * Every file that a browser fetches besides the model, with its size as it is sent: engine and runtime, and for each
 * workload its glue and its assets.
 *
 * @throws Error that names the file which an installed package lacks
 */
export async function browserFilesOf(
  { packageFiles, glue }: BrowserCode,
  staged: readonly Pick<StagedWorkload, "workload" | "assetsPath">[],
): Promise<BrowserFile[]> {
  const shared = packageFiles.map(async (name) => ({
    name,
    workload: null,
    gzipBytes: await sizeOfPackageFile(name),
  }));
  const own = staged.map(async ({ workload: { id }, assetsPath }) => {
    const { name, contents } = await glue(id);
    const assets = await readFile(assetsPath);
    const files = [{ name, workload: id, gzipBytes: await gzipBytes(contents) }];
    if (assets.length > 0) files.push({ name: "assets", workload: id, gzipBytes: await gzipBytes(assets) });
    return files;
  });
  return [...(await Promise.all(shared)), ...(await Promise.all(own)).flat()];
}

/** Several targets share an engine; a package does not change under a run. */
const sizes = new Map<string, Promise<number>>();

function sizeOfPackageFile(name: string): Promise<number> {
  let size = sizes.get(name);
  if (size === undefined) {
    size = measure(name);
    sizes.set(name, size);
  }
  return size;
}

async function measure(name: string): Promise<number> {
  const path = packageFile(name);
  if (path === null) {
    throw new Error(
      `there is no ${name} under node_modules; \`npm ci\` installs the versions that are known`,
    );
  }
  return gzipBytes(await readFile(path));
}

const compress = promisify(gzip);

async function gzipBytes(contents: Uint8Array): Promise<number> {
  return (await compress(contents, { level: GZIP_LEVEL })).length;
}
