import type { OrtEvent } from "./ort-events.js";

/**
 * Fewer output channels than that do not fill a vector of eight floats (AVX2), and a native engine that computes channels in blocks
 * of eight or sixteen computes the rest of the block for nothing.
 */
const FEW = 8;

/** Of what convolves to few channels, in the place of the operator's own name. */
export const ofFewChannels = (operator: string): string => `${operator} of few channels`;

/** Their kernel lasts as long as all kernels of what they run, which are written before. */
const CONTROL_FLOW = /^(?:if|loop|scan)$/i;

/** More kernels than one run of a body has. */
const KEPT = 100_000;

interface Kernel {
  readonly startUs: number;
  readonly ms: number;
  readonly tid: unknown;
}

/**
 * Names the kernels of an ONNX Runtime profile: by operator, convolutions to few channels apart from others. The engine pads
 * channels to whole blocks, so that how many there are shows only where the padding is dropped: a convolution is held back
 * until the kernel after it is seen.
 */
export class OrtOperators {
  readonly #add: (operator: string, ms: number) => void;
  readonly #before: Kernel[] = [];
  #held: OrtEvent | null = null;

  /** @param add is told of each kernel and the time that no kernel within it took */
  constructor(add: (operator: string, ms: number) => void) {
    this.#add = add;
  }

  /** In the order in which they ended, as the engine writes them. */
  take(event: OrtEvent): void {
    const { shapes, operator } = event;
    const dropsPadding = shapes !== null && /^reorderoutput$/i.test(operator ?? "");
    if (this.#held !== null) {
      const isHeld = dropsPadding && this.#held.shapes?.to === shapes.from;
      this.#tell(this.#held, isHeld ? shapes.to : this.#held.shapes!.to);
      this.#held = null;
    }
    if (shapes === null) this.#add(nameOf(event), msOf(event) - this.#withinMs(event));
    else if (dropsPadding) this.#tell(event, shapes.to);
    else if (/^reorderinput$/i.test(operator!)) this.#tell(event, shapes.from);
    else this.#held = event;
    this.#before.push({ startUs: event.startUs, ms: msOf(event), tid: event.tid });
    if (this.#before.length > 2 * KEPT) this.#before.splice(0, KEPT);
  }

  /** What is still held back. */
  end(): void {
    if (this.#held !== null) this.#tell(this.#held, this.#held.shapes!.to);
    this.#held = null;
  }

  /** Of the kernels within it, which count no more for what it may itself be within. */
  #withinMs({ operator, startUs, tid }: OrtEvent): number {
    if (!CONTROL_FLOW.test(operator ?? "")) return 0;
    let sum = 0;
    for (let last = this.#before.at(-1); last && last.startUs >= startUs; last = this.#before.at(-1)) {
      this.#before.pop();
      if (last.tid === tid) sum += last.ms;
    }
    return sum;
  }

  #tell(event: OrtEvent, shape: string): void {
    const channels = Number(shape.split(",")[1]);
    const name = nameOf(event);
    this.#add(channels < FEW ? ofFewChannels(name) : name, msOf(event));
  }
}

const nameOf = ({ operator, name }: OrtEvent): string => operator ?? name;
const msOf = ({ startUs, endUs }: OrtEvent): number => (endUs - startUs) / 1e3;
