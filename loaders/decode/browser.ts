import type { Decode } from "./decode.ts";

/** The browser's own decoder. What it decodes is drawn, since that is how a page gets at pixels. */
export function browserDecoder(): Decode {
  let canvas = new OffscreenCanvas(1, 1);
  return async (file) => {
    const bitmap = await createImageBitmap(new Blob([file as Uint8Array<ArrayBuffer>]), {
      colorSpaceConversion: "none",
      premultiplyAlpha: "none",
    });
    const { width, height } = bitmap;
    if (canvas.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    return { width, height, channels: 4, pixels: context.getImageData(0, 0, width, height).data };
  };
}
