import type { Decode } from "./decode.ts";

/** libvips by sharp, which most Node services decode pictures with. */
export async function openNativeDecoder(): Promise<Decode> {
  const { default: sharp } = await import("sharp");
  return async (file) => {
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels: info.channels, pixels: data };
  };
}
