import { describe, expect, it } from "vitest";
import { outlineOf, readWave, secondsOf } from "../../src/model/wave.ts";
import { wave, waveOf } from "../fixtures/wave.ts";

describe("a WAV", () => {
  it("is read into samples, past chunks that say nothing of them", () => {
    const read = readWave(wave([0, 0.5, -1, 0.25], 8))!;
    expect([...read.samples]).toEqual([0, 0.5, -1, 0.25]);
    expect(secondsOf(read)).toBe(0.5);
  });

  it.each([
    ["8 bits", { code: 1, channels: 1, bits: 8 }, [128, 192, 0], [0, 0.5, -1]],
    ["24 bits", { code: 1, channels: 1, bits: 24 }, [0, 0, 0x40, 0, 0, 0x80], [0.5, -1]],
    ["32 bits", { code: 1, channels: 1, bits: 32 }, [0, 0, 0, 0xc0], [-0.5]],
    [
      "floats, NaN and too loud ones among them",
      { code: 3, channels: 1, bits: 32 },
      [0, 0, 0xc0, 0x7f, 0, 0, 0x80, 0x40],
      [0, 1],
    ],
    ["two channels, by their mean", { code: 1, channels: 2, bits: 16 }, [0, 0x40, 0, 0], [0.25]],
  ])("of %s is read", (_, format, data, samples) => {
    expect([...readWave(waveOf({ ...format, rate: 8_000 }, data))!.samples]).toEqual(samples);
  });

  it.each([
    ["another format", waveOf({ code: 7, channels: 1, rate: 8_000, bits: 8 }, [1, 2])],
    ["no channel", waveOf({ code: 1, channels: 0, rate: 8_000, bits: 16 }, [1, 2])],
    ["no rate", waveOf({ code: 1, channels: 1, rate: 0, bits: 16 }, [1, 2])],
    ["no data", wave([], 8_000).slice(0, 40)],
    ["its name alone", wave([], 8_000).slice(0, 12)],
    ["nothing", new Uint8Array()],
  ])("with %s is none", (_, bytes) => {
    expect(readWave(bytes)).toBeNull();
  });

  it("that ends too early has the samples that are there", () => {
    const bytes = wave([0.5, 0.5, 0.5], 8);
    expect(readWave(bytes.slice(0, bytes.length - 3))!.samples).toHaveLength(1);
  });

  it("is outlined by the lowest and highest of each stretch", () => {
    const read = readWave(wave([0, 0.5, -0.25, 0.25, 0.75], 10))!;
    expect(outlineOf(read, 2)).toEqual([
      { at: 0, low: 0, high: 0.5 },
      { at: 0.2, low: -0.25, high: 0.75 },
    ]);
    expect(outlineOf(read, 1_000)).toHaveLength(5);
    expect(outlineOf(readWave(wave([], 10))!, 9)).toEqual([]);
  });
});
