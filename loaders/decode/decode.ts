import type { Exchange } from "../worker/surroundings.ts";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 3 where it has no transparency and the decoder adds none, else 4. */
  readonly channels: number;
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** Makes pixels of a PNG. @throws Error with the decoder's words */
export type Decode = (file: Uint8Array) => Picture | Promise<Picture>;

/** Width, height and channels, 32 bits each. */
const HEADER_BYTES = 12;

/** Requests that glue gets decoded, as `Workload.decode` says. */
export function withPictures(exchange: Exchange, decode: Decode): Exchange {
  let file = new Uint8Array();
  const memoryForFile = (bytes: number): Uint8Array => {
    if (file.length !== bytes) file = new Uint8Array(bytes);
    return file;
  };
  return {
    async request(memoryFor) {
      await exchange.request(memoryForFile);
      const { width, height, channels, pixels } = await decode(file);
      const memory = memoryFor(HEADER_BYTES + pixels.length);
      new DataView(memory.buffer, memory.byteOffset).setUint32(0, width, true);
      new DataView(memory.buffer, memory.byteOffset).setUint32(4, height, true);
      new DataView(memory.buffer, memory.byteOffset).setUint32(8, channels, true);
      memory.set(pixels, HEADER_BYTES);
    },
    respond: exchange.respond,
  };
}
