import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type ByteSource, sourceOf } from "../../../src/model/traces/byte-source.ts";
import { Content } from "../../../src/model/traces/content.ts";
import { importTrace } from "../../../src/model/traces/import.ts";
import { asBytes, readSample } from "../../fixtures/trace-samples.ts";

/** Read into one place again and again, as a file is. */
function file(bytes: Uint8Array): ByteSource & { readonly largest: number } {
  const place = new Uint8Array(bytes.length);
  let largest = 0;
  return {
    sizeBytes: bytes.length,
    read: (at, length) => {
      largest = Math.max(largest, length);
      const piece = bytes.subarray(at, at + length);
      place.fill(0).set(piece);
      return place.subarray(0, piece.length);
    },
    get largest() {
      return largest;
    },
  };
}

const text = Array.from({ length: 20_000 }, (_, i) => `${i * i} é`).join("\n");

function joined(content: Content): string {
  let whole = "";
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for (const piece of content.pieces()) whole += decoder.decode(piece, { stream: true });
  return whole;
}

describe("a file's content", () => {
  it.each([
    ["as it is", asBytes(text)],
    ["zipped", new Uint8Array(gzipSync(text))],
    ["with a byte-order mark", asBytes(`\ufeff${text}`)],
    ["zipped with a byte-order mark", new Uint8Array(gzipSync(`\ufeff${text}`))],
  ])("%s, is the same at once, in pieces, and again", (_, bytes) => {
    for (const given of [bytes, sourceOf(bytes), file(bytes)]) {
      const content = new Content(given);
      expect(content.head).toEqual(asBytes(text).subarray(0, 65_536));
      expect(joined(content)).toBe(text);
      expect(new TextDecoder().decode(content.bytes())).toBe(text);
      expect(joined(content)).toBe(text);
    }
  });

  it.each(["chrome-trace.node.json", "kineto.gpu.json", "onnxruntime.native.json"])(
    "of %s is never asked for at once, zipped or not",
    (name) => {
      const sample = readSample(name);
      const events = Buffer.from(sample).toString().trimEnd();
      const long = asBytes(events.replace(/^\s*[[{]/, (open) => `${open}${" ".repeat(3 << 20)}`));
      for (const bytes of [long, new Uint8Array(gzipSync(long, { level: 0 }))]) {
        const source = file(bytes);
        expect(importTrace(source, name).wallMs).toBe(importTrace(sample).wallMs);
        expect(source.largest).toBeLessThanOrEqual(1 << 20);
      }
    },
  );
});
