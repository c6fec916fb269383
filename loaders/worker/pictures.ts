import type { Decode } from "../decode/decode.ts";
import type { Exchange } from "./surroundings.ts";

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
      const header = new DataView(memory.buffer, memory.byteOffset, HEADER_BYTES);
      for (const [i, value] of [width, height, channels].entries()) header.setUint32(4 * i, value, true);
      memory.set(pixels, HEADER_BYTES);
    },
    respond: exchange.respond,
  };
}
