/** What is deployed of a target: how large it is, and where it runs. */
import type { Reach, TargetRecord } from "../run-file.js";

/** Code and model together. */
export interface Deployed {
  readonly bytes: number;
  readonly gzipBytes: number;
}

/**
 * @param modelBytes of the model file; 0 where nobody knows
 * @returns null where a part of it was not counted
 */
export function deployedOf(target: TargetRecord, workload: string, modelBytes: number): Deployed | null {
  if (!target.available) return null;
  const { standalone, browserFiles, deployedFiles } = target;
  const files = (standalone ? deployedFiles : browserFiles)?.filter(
    (file) => file.workload === null || file.workload === workload,
  );
  if (files === undefined || files.length === 0) return null;
  // Weights that were compiled in, or turned into another format, are among the files.
  const model = standalone && standalone.road !== "engine" ? 0 : modelBytes;
  if (model === 0 && !standalone) return null;
  let [bytes, gzipBytes] = [model, model];
  for (const file of files) {
    if (file.bytes === undefined) return null;
    bytes += file.bytes;
    gzipBytes += file.gzipBytes;
  }
  return { bytes, gzipBytes };
}

/** Where the same files run, wherever they were measured: a Wasm module that needs nothing else does so everywhere. */
export function placesOf(target: TargetRecord, targets: readonly TargetRecord[]): readonly Reach[] {
  const { standalone, port, reach, inBrowser } = target;
  if (port === "wasm" && standalone?.road === "compiled-model") return ["browser", "edge", "server"];
  const twin = targets.find(({ id }) => id === inBrowser);
  return [...new Set([...reach, ...(twin?.reach ?? [])])];
}
