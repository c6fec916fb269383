import { readFile } from "node:fs/promises";
import type { BrowserFile } from "../../src/model/run-file.ts";
import { packageFile } from "../targets/engines.ts";
import type { BrowserCode } from "../targets/target.ts";
import { type Sizes, sizesOf, sizesOfFile } from "./file-sizes.ts";
import type { StagedWorkload } from "./stage.ts";

/**
 * Every file that a browser fetches besides the model, with its size on the disk and as it is sent: engine and runtime, and
 * for each workload its glue and its assets.
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
    ...(await sizesOfPackageFile(name)),
  }));
  const own = staged.map(async ({ workload: { id }, assetsPath }) => {
    const { name, contents } = await glue(id);
    const assets = await readFile(assetsPath);
    const files = [{ name, workload: id, ...(await sizesOf(contents)) }];
    if (assets.length > 0) files.push({ name: "assets", workload: id, ...(await sizesOf(assets)) });
    return files;
  });
  return [...(await Promise.all(shared)), ...(await Promise.all(own)).flat()];
}

function sizesOfPackageFile(name: string): Promise<Sizes> {
  const path = packageFile(name);
  if (path === null) {
    throw new Error(
      `there is no ${name} under node_modules; \`npm ci\` installs the versions that are known`,
    );
  }
  return sizesOfFile(path);
}
