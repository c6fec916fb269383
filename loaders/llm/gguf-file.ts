import { createHash } from "node:crypto";
import { closeSync, createReadStream, readSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type Gguf, GgufCutOff, readGguf, refuseCutOff } from "../../src/model/llm/gguf.ts";
import { type LanguageModel, languageModelOf } from "../../src/model/llm/shape.ts";
import { openNamedFile } from "../files/named-file.ts";
import type { ModelFile } from "../models/model-file.ts";

/** The head of most files lies in so much; one with a larger vocabulary is read on. */
const FIRST_BYTES = 16 << 20;

/**
 * A user's own GGUF file, which may be larger than memory: its head is read, and its hash is taken as it flows by.
 *
 * @throws Error with its path that says what is wrong with it
 */
export async function ggufFile(
  reference: string,
): Promise<{ readonly file: ModelFile; readonly model: LanguageModel }> {
  const path = resolve(reference);
  const { gguf, bytes } = headOf(path);
  try {
    refuseCutOff(gguf, bytes);
    const model = languageModelOf(gguf);
    return { file: { path, source: basename(path), sha256: await hashOf(path), bytes }, model };
  } catch (error) {
    throw new Error(`the GGUF file ${path} cannot be measured: ${(error as Error).message}`);
  }
}

function headOf(path: string): { readonly gguf: Gguf; readonly bytes: number } {
  const { file, sizeBytes: bytes } = openNamedFile(path, {
    what: "GGUF file",
    give: "give the path of a .gguf file",
  });
  try {
    for (let length = Math.min(bytes, FIRST_BYTES); ; length = Math.min(bytes, 4 * length)) {
      const head = new Uint8Array(length);
      readSync(file, head, 0, length, 0);
      try {
        return { gguf: readGguf(head), bytes };
      } catch (error) {
        if (error instanceof GgufCutOff && length < bytes) continue;
        throw new Error(`the GGUF file ${path} cannot be measured: ${(error as Error).message}`);
      }
    }
  } finally {
    closeSync(file);
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path, { highWaterMark: 4 << 20 })) hash.update(part as Buffer);
  return hash.digest("hex");
}
