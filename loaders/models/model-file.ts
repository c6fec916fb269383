import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { SUITE_VERSION } from "../../src/model/run-file.ts";
import { writeWhole } from "../files/whole-file.ts";
import { homeFolder } from "../paths.ts";
import type { Workload, WorkloadSize } from "../workloads/workload.ts";

export interface ModelFile {
  readonly path: string;
  readonly source: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** The workload's own model, built from seeded weights on first use. */
export function ownModel(workload: Workload<WorkloadSize>): ModelFile {
  const folder = homeFolder("cache", "models");
  const stamp = join(folder, `${workload.id}-${SUITE_VERSION}.sha256`);
  const path = join(folder, `${workload.id}-${SUITE_VERSION}.onnx`);
  // Reused only when the bytes are still those that the builder made.
  if (existsSync(stamp) && existsSync(path)) {
    const bytes = readFileSync(path);
    const sha256 = hash(bytes);
    if (sha256 === readFileSync(stamp, "utf8")) {
      return { path, source: "built by Portolan, seeded weights", sha256, bytes: bytes.length };
    }
  }
  const bytes = workload.buildModel().encode();
  const sha256 = hash(bytes);
  writeWhole(path, bytes);
  writeWhole(stamp, sha256);
  return { path, source: "built by Portolan, seeded weights", sha256, bytes: bytes.length };
}

/**
 * A user's own model instead: a path, or a URL with its SHA-256 as `https://…/model.onnx#sha256=<hex>`.
 *
 * @throws Error that names the value, what is allowed and the fix
 */
export async function userModel(reference: string): Promise<ModelFile> {
  return /^https?:/.test(reference) ? modelFromUrl(reference) : modelFromPath(reference);
}

function modelFromPath(reference: string): ModelFile {
  const path = resolve(reference);
  if (!existsSync(path)) throw new Error(`model file ${path} does not exist; give the path of an .onnx file`);
  const bytes = readFileSync(path);
  return { path, source: reference, sha256: hash(bytes), bytes: bytes.length };
}

async function modelFromUrl(reference: string): Promise<ModelFile> {
  const [url = "", fragment = ""] = reference.split("#");
  const expected = /^sha256=([0-9a-f]{64})$/.exec(fragment)?.[1];
  if (!expected) {
    throw new Error(
      `model URL ${url} needs its SHA-256, as ${url}#sha256=<64 lower-case hex digits>; found "${fragment}"`,
    );
  }
  const path = join(homeFolder("cache", "models"), `${expected}.onnx`);
  if (!existsSync(path)) {
    const response = await fetch(url).catch((error: Error) => {
      throw new Error(
        `cannot fetch model ${url}: ${error.cause ?? error.message}; download it and give its path`,
      );
    });
    if (!response.ok) throw new Error(`cannot fetch model ${url}: HTTP ${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (hash(bytes) !== expected) {
      throw new Error(`model ${url} has SHA-256 ${hash(bytes)}, expected ${expected}; it was not used`);
    }
    writeWhole(path, bytes);
  }
  return { path, source: url, sha256: expected, bytes: readFileSync(path).length };
}

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
