import { existsSync, statSync } from "node:fs";
import type { DeployedFile } from "../../src/model/run-file.ts";
import { sizesOfFile } from "./file-sizes.ts";

/** What is deployed of a standalone target for each workload: every file that was built for it, by what it is called there. */
export async function deployedFilesOf(
  artefacts: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Promise<DeployedFile[]> {
  const files: DeployedFile[] = [];
  // An artefact may also say something else, such as a container's image.
  for (const [workload, paths] of artefacts)
    for (const [name, path] of Object.entries(paths))
      if (existsSync(path) && statSync(path).isFile())
        files.push({ name, workload, ...(await sizesOfFile(path)) });
  return files;
}
