import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import type { Decode } from "../../loaders/decode/decode.ts";
import { openJavaScriptDecoder } from "../../loaders/decode/javascript.ts";
import { openNativeDecoder } from "../../loaders/decode/native.ts";
import { openWasmDecoder } from "../../loaders/decode/wasm.ts";
import { packageFile, packageVersion } from "../../loaders/targets/engines.ts";
import type { WorkerContext } from "../../loaders/worker/main.ts";

interface Decoder {
  readonly package: string;
  open(): Promise<Decode>;
}

const WASM = packageFile("@jsquash/png/codec/pkg/squoosh_png_bg.wasm");
const DECODERS: readonly Decoder[] = [
  { package: "fast-png", open: openJavaScriptDecoder },
  {
    package: "@jsquash/png",
    open: () => openWasmDecoder({ job: { artefacts: { decoder: WASM } } } as unknown as WorkerContext),
  },
  { package: "@napi-rs/image", open: openNativeDecoder },
];

const missing = (name: string): boolean => packageVersion(name) === null;
for (const decoder of DECODERS) {
  if (missing(decoder.package)) console.warn(`*** ${decoder.package} is SKIPPED: it is not installed ***`);
}

const [width, height] = [5, 3];

/** A colour for each pixel, and of the last channel of four every transparency. */
function picture(channels: 3 | 4) {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37) % 256);
  return { data, file: encode({ width, height, channels, data }) };
}

/** Red, green, blue and transparency of each pixel. */
function rgba(pixels: ArrayLike<number>, channels: number): number[][] {
  return Array.from({ length: pixels.length / channels }, (_, i) =>
    [0, 1, 2, 3].map((c) => (c < channels ? pixels[i * channels + c]! : 255)),
  );
}

describe.each(DECODERS)("$package", (decoder) => {
  it.skipIf(missing(decoder.package)).each([3, 4] as const)(
    "makes the pixels of a PNG that it was made of, of %i channels",
    async (channels) => {
      const decode = await decoder.open();
      const { data, file } = picture(channels);
      const found = await decode(file);
      expect([found.width, found.height]).toEqual([width, height]);
      expect(rgba(found.pixels, found.channels)).toEqual(rgba(data, channels));
    },
  );

  it.skipIf(missing(decoder.package))("decodes a file that lies within more memory", async () => {
    const decode = await decoder.open();
    const { data, file } = picture(3);
    const more = new Uint8Array(file.length + 20);
    more.set(file, 7);
    const { pixels, channels } = await decode(more.subarray(7, 7 + file.length));
    expect(rgba(pixels, channels)).toEqual(rgba(data, 3));
  });

  it.skipIf(missing(decoder.package))("decodes on after a damaged file, which is an error", async () => {
    const decode = await decoder.open();
    const { data, file } = picture(4);
    for (const damaged of [file.slice(0, 40), Uint8Array.of(...file).fill(0, 0, 8), new Uint8Array()]) {
      await expect(async () => decode(damaged)).rejects.toThrow(/./);
    }
    const { pixels, channels } = await decode(file);
    expect(rgba(pixels, channels)).toEqual(rgba(data, 4));
  });
});
