/**
 * A formant synthesiser: pulses of a glottis and noise of a narrow place, through resonances of a mouth.
 *
 * It adds, multiplies, divides and compares, and no more: a sine or a power may differ in its last bit from engine to engine, and
 * a sample with it.
 */
import type { Random } from "../../../src/model/random.ts";
import { cosine } from "./cosine.ts";

export const RATE = 16_000;

interface Sound {
  readonly seconds: number;
  /** Centres of the first three formants, in Hz. */
  readonly formants: readonly [number, number, number];
  readonly voice: number;
  readonly hiss: number;
  /** Where the hiss lies, in Hz. */
  readonly place: number;
}

const NEUTRAL = [500, 1_500, 2_500] as const;
const NO_PLACE = 4_000;
const voiced = (seconds: number, formants: Sound["formants"], voice: number): Sound => ({
  seconds,
  formants,
  voice,
  hiss: 0,
  place: NO_PLACE,
});
const hissed = (seconds: number, place: number, hiss: number): Sound => ({
  seconds,
  formants: NEUTRAL,
  voice: 0,
  hiss,
  place,
});

/** Formants as Peterson and Barney measured them in men (1952); the consonants are rough. */
const SOUNDS: Readonly<Record<string, Sound>> = {
  a: voiced(0.14, [730, 1_090, 2_440], 1),
  e: voiced(0.12, [530, 1_840, 2_480], 1),
  i: voiced(0.11, [270, 2_290, 3_010], 0.9),
  o: voiced(0.13, [570, 840, 2_410], 1),
  u: voiced(0.12, [300, 870, 2_240], 0.9),
  l: voiced(0.06, [360, 1_100, 2_700], 0.6),
  m: voiced(0.07, [250, 1_100, 2_200], 0.4),
  n: voiced(0.06, [250, 1_600, 2_600], 0.4),
  r: voiced(0.06, [400, 1_200, 1_650], 0.6),
  s: hissed(0.09, 5_500, 0.5),
  f: hissed(0.08, 3_800, 0.3),
  t: hissed(0.05, 4_500, 0.1),
};

const VOWELS = "aeiou";
/** Bandwidths of the formants, and of one above them that does not move, in Hz. */
const BANDWIDTHS = [80, 90, 120, 200] as const;
const FOURTH_FORMANT = 3_500;
const NARROW_BANDWIDTH = 1_200;
/** How much of the way to what a sound asks for mouth and glottis go in a sample: most of it in 15 ms. */
const GLIDE = 1 / (0.015 * RATE);
const FADE_SECONDS = 0.05;
/** By how much the length of a period varies. */
const JITTER = 0.02;
/** Samples between two settings of the resonances. */
const STEP = 16;

/** A second-order resonance with a gain of 1 at 0 Hz. */
class Resonance {
  #gain = 0;
  #first = 0;
  #second = 0;
  #last = 0;
  #beforeLast = 0;

  tune(hertz: number, bandwidth: number): void {
    const radius = 1 - (Math.PI * bandwidth) / RATE;
    this.#first = 2 * radius * cosine((2 * Math.PI * hertz) / RATE);
    this.#second = -radius * radius;
    this.#gain = 1 - this.#first - this.#second;
  }

  filter(sample: number): number {
    const now = this.#gain * sample + this.#first * this.#last + this.#second * this.#beforeLast;
    this.#beforeLast = this.#last;
    this.#last = now;
    return now;
  }
}

/** Flow through the glottis within a period (Rosenberg's pulse): it opens, shuts faster, and stays shut. */
function glottalFlow(phase: number): number {
  if (phase < 0.4) {
    const opened = phase / 0.4;
    return opened * opened * (3 - 2 * opened);
  }
  if (phase < 0.56) {
    const shut = (phase - 0.4) / 0.16;
    return 1 - shut * shut;
  }
  return 0;
}

/** Vowels (aeiou) and consonants (lmnrsft), a letter each. */
export const secondsOf = (words: string): number =>
  [...words].reduce((sum, letter) => sum + SOUNDS[letter]!.seconds, 0);

export interface Speech {
  /** Sample at which it begins. */
  readonly from: number;
  readonly words: string;
  /** Of the voice. */
  readonly hertz: number;
  /** Of the loudest sample. */
  readonly level: number;
}

/** Adds words to a recording. */
export function speak(into: Float64Array, { from, words, hertz, level }: Speech, random: Random): void {
  const samples = new Float64Array(Math.round(secondsOf(words) * RATE));
  const mouth = new Mouth();
  const glottis = new Glottis(hertz);
  let at = 0;
  let end = 0;
  for (const [i, letter] of [...words].entries()) {
    const sound = SOUNDS[letter]!;
    end += sound.seconds * RATE;
    // The voice rises in every other vowel, and falls towards the end.
    const accent = VOWELS.includes(letter) ? (i % 4 < 2 ? 1.15 : 1) : 0.95;
    for (; at < end && at < samples.length; at++) {
      const noise = random() + random() - 1;
      const pitch = accent * (1.1 - (0.25 * at) / samples.length);
      const fade = Math.min(1, (samples.length - at) / (FADE_SECONDS * RATE));
      samples[at] = mouth.sound(sound, fade, glottis.flowChange(pitch, noise, random), noise);
    }
  }
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  for (const [i, sample] of samples.entries()) into[from + i]! += (sample / peak) * level;
}

/** Gives pulses of air, each a little longer or shorter than the one before. */
class Glottis {
  readonly #hertz: number;
  #pitch = 1;
  #phase = 0;
  #period: number;
  #flow = 0;

  constructor(hertz: number) {
    this.#hertz = hertz;
    this.#period = RATE / hertz;
  }

  /** Lips radiate the change of the flow; some of the air hisses through the open glottis. */
  flowChange(pitch: number, noise: number, random: Random): number {
    this.#pitch += (pitch - this.#pitch) * GLIDE;
    this.#phase += 1 / this.#period;
    if (this.#phase >= 1) {
      this.#phase -= 1;
      this.#period = (RATE / (this.#hertz * this.#pitch)) * (1 + (random() - 0.5) * JITTER);
    }
    const before = this.#flow;
    this.#flow = glottalFlow(this.#phase);
    return this.#flow - before + noise * 0.02 * this.#flow;
  }
}

/** Goes from one sound to the next without a jump. */
class Mouth {
  readonly #formants = BANDWIDTHS.map(() => new Resonance());
  readonly #narrow = new Resonance();
  readonly #centres = [...NEUTRAL, FOURTH_FORMANT];
  #place = NO_PLACE;
  #voice = 0;
  #hiss = 0;
  #sinceTuned = STEP;

  sound({ formants, voice, hiss, place }: Sound, fade: number, air: number, noise: number): number {
    if (this.#sinceTuned++ === STEP) this.#tune();
    for (const [f, centre] of formants.entries()) {
      this.#centres[f]! += (centre - this.#centres[f]!) * GLIDE;
    }
    this.#place += (place - this.#place) * GLIDE;
    this.#voice += (voice * fade - this.#voice) * GLIDE;
    this.#hiss += (hiss * fade - this.#hiss) * GLIDE;
    const hissed = this.#narrow.filter(noise * this.#hiss) * 0.02;
    return this.#formants.reduce((sample, formant) => formant.filter(sample), air * this.#voice) + hissed;
  }

  #tune(): void {
    this.#sinceTuned = 1;
    for (const [f, formant] of this.#formants.entries()) formant.tune(this.#centres[f]!, BANDWIDTHS[f]!);
    this.#narrow.tune(this.#place, NARROW_BANDWIDTH);
  }
}
