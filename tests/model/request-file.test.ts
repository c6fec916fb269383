import { describe, expect, it } from "vitest";
import { drawSign } from "../../loaders/workloads/read-text/draw-sign.ts";
import { GATE } from "../../loaders/workloads/read-text/signs.ts";
import { requestKind } from "../../src/model/request-file.ts";
import { wave } from "../fixtures/wave.ts";

const png = drawSign(GATE);

describe("a request", () => {
  it("is known by its first bytes", () => {
    expect(requestKind(png)).toEqual({ kind: "picture", type: "image/png", width: 256, height: 128 });
    expect(requestKind(wave([0], 8_000))).toEqual({ kind: "sound", type: "audio/wav" });
  });

  it("may lie anywhere in a buffer", () => {
    const buffer = new Uint8Array(png.length + 5);
    buffer.set(png, 5);
    expect(requestKind(buffer.subarray(5))).toEqual(requestKind(png));
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["a PNG that is cut in its header", png.slice(0, 20)],
    ["a PNG without a width", Uint8Array.from(png, (byte, i) => (i >= 16 && i < 20 ? 0 : byte))],
    ["a RIFF of something else", new TextEncoder().encode("RIFF\0\0\0\0AVI LIST")],
    ["text", new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")],
  ])("that is %s is not shown", (_, bytes) => {
    expect(requestKind(bytes)).toBeNull();
  });
});
