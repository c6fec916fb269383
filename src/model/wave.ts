/** The samples of a WAV, and their outline for a drawing. */
import { requestKind, tag } from "./request-file.js";

export interface Wave {
  readonly rate: number;
  /** The mean of the channels, −1 to 1. */
  readonly samples: Float32Array;
}

/** The lowest and the highest sample of a stretch of time, which begins at `at` seconds. */
export interface OutlinePoint {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

const PCM = 1;
const FLOAT = 3;
/** The format is named by the first two bytes of what follows. */
const EXTENSIBLE = 0xfffe;
const FORMAT_BYTES = 16;
const EXTENSIBLE_AT = 24;

/** Null for what is no WAV of plain numbers: 8, 16, 24 or 32 bits, or floats of 32. */
export function readWave(bytes: Uint8Array): Wave | null {
  if (requestKind(bytes)?.kind !== "sound") return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Format | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const [begin, size] = [at + 8, view.getUint32(at + 4, true)];
    const end = Math.min(begin + size, bytes.length);
    if (tag(bytes, at) === "fmt ") format = formatOf(view, begin, end);
    if (tag(bytes, at) === "data") return format && waveOf(view, begin, end, format);
    at = begin + size + (size % 2);
  }
  return null;
}

interface Format {
  readonly channels: number;
  readonly rate: number;
  readonly sampleBytes: number;
  readonly read: (view: DataView, at: number) => number;
}

function formatOf(view: DataView, begin: number, end: number): Format | null {
  if (end - begin < FORMAT_BYTES) return null;
  const named = view.getUint16(begin, true);
  const isExtended = named === EXTENSIBLE && end - begin >= EXTENSIBLE_AT + 2;
  const code = isExtended ? view.getUint16(begin + EXTENSIBLE_AT, true) : named;
  const [channels, rate] = [view.getUint16(begin + 2, true), view.getUint32(begin + 4, true)];
  const bits = view.getUint16(begin + 14, true);
  const read = READERS[`${code}/${bits}`];
  return read && channels > 0 && rate > 0 ? { channels, rate, sampleBytes: bits / 8, read } : null;
}

/** By format and bits a sample. */
const READERS: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  [`${PCM}/8`]: (view, at) => (view.getUint8(at) - 128) / 2 ** 7,
  [`${PCM}/16`]: (view, at) => view.getInt16(at, true) / 2 ** 15,
  [`${PCM}/24`]: (view, at) => (view.getInt16(at + 1, true) * 2 ** 8 + view.getUint8(at)) / 2 ** 23,
  [`${PCM}/32`]: (view, at) => view.getInt32(at, true) / 2 ** 31,
  [`${FLOAT}/32`]: (view, at) => within(view.getFloat32(at, true)),
};

/** What a loudspeaker makes of a float; silence of one that is none. */
const within = (sample: number): number => (Number.isNaN(sample) ? 0 : Math.max(-1, Math.min(1, sample)));

function waveOf(view: DataView, begin: number, end: number, format: Format): Wave {
  const { channels, rate, sampleBytes, read } = format;
  const samples = new Float32Array(Math.floor((end - begin) / (channels * sampleBytes)));
  let at = begin;
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, at += sampleBytes) sum += read(view, at);
    samples[i] = sum / channels;
  }
  return { rate, samples };
}

export const secondsOf = ({ samples, rate }: Wave): number => samples.length / rate;

/** In at most so many stretches, all of (nearly) one length. */
export function outlineOf({ samples, rate }: Wave, stretches: number): OutlinePoint[] {
  const count = Math.min(stretches, samples.length);
  return Array.from({ length: count }, (_, i) => {
    const begin = Math.floor((i * samples.length) / count);
    const end = Math.floor(((i + 1) * samples.length) / count);
    let [low, high] = [samples[begin]!, samples[begin]!];
    for (let j = begin + 1; j < end; j++) {
      if (samples[j]! < low) low = samples[j]!;
      else if (samples[j]! > high) high = samples[j]!;
    }
    return { at: begin / rate, low, high };
  });
}
