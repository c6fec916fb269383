import type { Decode } from "./decode.ts";

/** A decoder in JavaScript, as a program without native parts would have it. */
export async function openJavaScriptDecoder(): Promise<Decode> {
  const { decode } = await import("fast-png");
  return (file) => {
    const { width, height, channels, data } = decode(file);
    return { width, height, channels, pixels: data as Uint8Array };
  };
}
