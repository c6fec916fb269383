/**
 * Recordings of which it is known when somebody speaks: a synthetic voice in a room that hums, hisses and clicks. Silero VAD hears
 * the voice as speech and the room as none.
 */
import { below, mulberry32, type Random } from "../../../src/model/random.ts";
import { cosine } from "./cosine.ts";
import { RATE, secondsOf, speak } from "./speak.ts";

/**
 * Two utterances fit into the smallest recording, and at no size does Silero give a probability closer than 0.02 to one of the
 * thresholds: engines that differ by rounding (about 1e-5) hear the same. The test looks at each.
 */
const WORDS_SEED = 46;
const ROOM_SEED = 29;

export interface Utterance {
  /** In seconds. */
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

/** What is said within so many seconds; a longer recording goes on where a shorter one ends. */
export function utterances(seconds: number): Utterance[] {
  const random = mulberry32(WORDS_SEED);
  const said: Utterance[] = [];
  for (let from = 0.5; ; ) {
    const words = Array.from({ length: 3 + below(random, 5) }, () => syllable(random)).join("");
    const to = from + secondsOf(words);
    if (to > seconds - 0.3) return said;
    said.push({ from, to, words });
    from = to + 0.4 + random();
  }
}

const syllable = (random: Random): string => "lmnrsft"[below(random, 7)]! + "aeiou"[below(random, 5)]!;

/** A WAV: 16-bit PCM, mono, 16 kHz. */
export function record(seconds: number): Uint8Array {
  const random = mulberry32(ROOM_SEED);
  const samples = room(Math.round(seconds * RATE), random);
  for (const [i, { from, words }] of utterances(seconds).entries()) {
    // Two people, in turns.
    speak(
      samples,
      { from: Math.round(from * RATE), words, hertz: i % 2 === 0 ? 115 : 190, level: 0.3 },
      random,
    );
  }
  return wavOf(samples);
}

function room(count: number, random: Random): Float64Array {
  const samples = new Float64Array(count);
  hum(samples, 50, 0.004);
  hum(samples, 150, 0.002);
  let click = 0;
  for (let i = 0; i < count; i++) {
    // About three in two seconds, each of a few milliseconds.
    click = random() < 1.5 / RATE ? 0.2 : click * -0.9;
    samples[i]! += click + (random() + random() - 1) * 0.006;
  }
  return samples;
}

/** A sine, each sample from the two before it. */
function hum(samples: Float64Array, hertz: number, level: number): void {
  const twiceCosine = 2 * cosine((2 * Math.PI * hertz) / RATE);
  let [before, now] = [level * cosine((2 * Math.PI * hertz) / RATE), level];
  for (let i = 0; i < samples.length; i++) {
    samples[i]! += now;
    [before, now] = [now, twiceCosine * now - before];
  }
}

function wavOf(samples: Float64Array): Uint8Array {
  const HEADER = 44;
  const wav = new Uint8Array(HEADER + 2 * samples.length);
  const view = new DataView(wav.buffer);
  const put = (at: number, name: string) => wav.set(new TextEncoder().encode(name), at);
  put(0, "RIFF");
  view.setUint32(4, wav.length - 8, true);
  put(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, RATE, true);
  view.setUint32(28, 2 * RATE, true); // bytes a second
  view.setUint16(32, 2, true); // bytes a sample of all channels
  view.setUint16(34, 16, true); // bits
  put(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  for (const [i, sample] of samples.entries()) {
    const rounded = Math.round(sample * 32_767);
    view.setInt16(HEADER + 2 * i, Math.min(Math.max(rounded, -32_768), 32_767), true);
  }
  return wav;
}
