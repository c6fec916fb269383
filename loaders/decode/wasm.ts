import { readFile } from "node:fs/promises";
import type { WorkerContext } from "../worker/main.ts";
import type { Decode } from "./decode.ts";

/** Squoosh's decoder, Rust compiled to Wasm. */
export async function openWasmDecoder({ job }: WorkerContext): Promise<Decode> {
  // The class of browsers, which the decoder gives its pixels in.
  globalThis.ImageData ??= class {
    readonly data: Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
    constructor(data: Uint8ClampedArray, width: number, height: number) {
      this.data = data;
      this.width = width;
      this.height = height;
    }
  } as unknown as typeof ImageData;
  const { default: decode, init } = await import("@jsquash/png/decode.js");
  // By itself it would fetch this, which Node does not do with a file.
  await init(await WebAssembly.compile(await readFile(job.artefacts.decoder!)));
  return async (bytes) => {
    const whole = bytes.byteOffset === 0 && bytes.length === bytes.buffer.byteLength;
    const { width, height, data } = await decode(
      (whole ? bytes.buffer : bytes.slice().buffer) as ArrayBuffer,
    );
    return { width, height, channels: 4, pixels: data };
  };
}
