import type { CreateGlue, ShapedTensor, StepGlue } from "../workload.ts";

// Implements spec.md; glue.py and glue.c are its twins.
const RATE = 16_000;
const FRAME = 512;
const CONTEXT = 64;
const STATE_DIMS = [2, 1, 128];
const STATE = 2 * 128;
const SPEECH = 0.5;
const SILENCE = 0.35;
const SHORTEST_SPEECH = 4_000;
const SHORTEST_SILENCE = 1_600;
const PAD = 480;

const PCM = 1;

/** The sample values' bytes. */
function parseWav(payload: Uint8Array): DataView {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const nameAt = (at: number) => String.fromCharCode(...payload.subarray(at, at + 4));
  if (nameAt(0) !== "RIFF" || nameAt(8) !== "WAVE") {
    throw new Error(
      `expected a WAV that starts with "RIFF" and has "WAVE" at byte 8, found ${JSON.stringify(nameAt(0))} and ${JSON.stringify(nameAt(8))}`,
    );
  }
  let hasFormat = false;
  for (let at = 12; at + 8 <= payload.length; ) {
    const name = nameAt(at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (size > payload.length - start) {
      throw new Error(
        `expected ${size} bytes in the chunk "${name}", found ${payload.length - start}: the file is cut off`,
      );
    }
    if (name === "fmt ") {
      checkFormat(view, start, size);
      hasFormat = true;
    } else if (name === "data") {
      if (!hasFormat) throw new Error('expected the chunk "fmt " before "data", found none');
      if (size % 2 !== 0) throw new Error(`expected an even number of bytes in "data", found ${size}`);
      return new DataView(payload.buffer, payload.byteOffset + start, size);
    }
    at = start + size + (size % 2);
  }
  throw new Error(`expected the chunk "data", found none in ${payload.length} bytes`);
}

function checkFormat(view: DataView, at: number, size: number): void {
  if (size < 16) throw new Error(`expected at least 16 bytes in the chunk "fmt ", found ${size}`);
  const format = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const rate = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  if (format === PCM && channels === 1 && rate === RATE && bits === 16) return;
  throw new Error(
    `expected format 1 (PCM), 1 channel, 16000 Hz and 16 bits, found format ${format}, channels ${channels}, ${rate} Hz and ${bits} bits`,
  );
}

/** The context of the first frame, all frames, and the zeros that fill up the last: each call gets a part of it, and no copy. */
function framed(wav: DataView): Float32Array {
  const count = wav.byteLength / 2;
  const samples = new Float32Array(CONTEXT + Math.ceil(count / FRAME) * FRAME);
  for (let i = 0; i < count; i++) samples[CONTEXT + i] = wav.getInt16(2 * i, true) / 32_768;
  return samples;
}

/** Hears frame by frame where speech begins and ends. */
class Segments {
  readonly #found: string[] = [];
  readonly #samples: number;
  #from: number | null = null;
  #silentSince: number | null = null;

  constructor(samples: number) {
    this.#samples = samples;
  }

  hear(probability: number, at: number): void {
    if (probability >= SPEECH) {
      this.#silentSince = null;
      this.#from ??= at;
    } else if (this.#from !== null && probability < SILENCE) {
      this.#silentSince ??= at;
      if (at - this.#silentSince >= SHORTEST_SILENCE) this.#end(this.#silentSince);
    }
  }

  answer(): string {
    this.#end(this.#samples);
    return `{"seconds":${seconds(this.#samples)},"segments":[${this.#found.join(",")}]}`;
  }

  #end(to: number): void {
    if (this.#from !== null && to - this.#from > SHORTEST_SPEECH) {
      const padded = [Math.max(this.#from - PAD, 0), Math.min(to + PAD, this.#samples)] as const;
      this.#found.push(`{"from":${seconds(padded[0])},"to":${seconds(padded[1])}}`);
    }
    this.#from = null;
    this.#silentSince = null;
  }
}

/** In whole milliseconds, so that every language writes the same digits. */
function seconds(sample: number): string {
  const milliseconds = (sample + 8) >> 4;
  return `${Math.floor(milliseconds / 1000)}.${String(milliseconds % 1000).padStart(3, "0")}`;
}

export const createGlue: CreateGlue<StepGlue> = () => ({
  *serve(payload) {
    const wav = parseWav(payload);
    const samples = framed(wav);
    const segments = new Segments(wav.byteLength / 2);
    const rate: ShapedTensor = { data: BigInt64Array.of(BigInt(RATE)), dims: [] };
    let state: Float32Array = new Float32Array(STATE);
    for (let at = 0; at + CONTEXT < samples.length; at += FRAME) {
      const input = { data: samples.subarray(at, at + CONTEXT + FRAME), dims: [1, CONTEXT + FRAME] };
      const [probability, next] = yield {
        model: "voice",
        inputs: [input, { data: state, dims: STATE_DIMS }, rate],
      };
      segments.hear(probability![0]!, at);
      state = next!;
    }
    return new TextEncoder().encode(segments.answer());
  },
});
