import type { Decode } from "./decode.ts";

/** Rust's image crate as a native add-on. */
export async function openNativeDecoder(): Promise<Decode> {
  const { Transformer } = await import("@napi-rs/image");
  return (file) => {
    const picture = new Transformer(file);
    const { width, height } = picture.metadataSync();
    const pixels = picture.rawPixelsSync();
    return { width, height, channels: pixels.length / (width * height), pixels };
  };
}
