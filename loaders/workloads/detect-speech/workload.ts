import type { StepWorkload, WorkloadSize } from "../workload.ts";
import { record, utterances } from "./recording.ts";

interface Size extends WorkloadSize {
  readonly seconds: number;
}

interface Segment {
  readonly from: number;
  readonly to: number;
}

/** Silero hears a voice up to two frames after it begins, and lets go of it up to five after it ended: 160 ms, and 30 of padding. */
const TOLERANCE_SECONDS = 0.2;

const shown = ({ from, to }: Segment) => `from ${from.toFixed(3)} s to ${to.toFixed(3)} s`;
const overlap = (a: Segment, b: Segment) => a.from < b.to && b.from < a.to;
const far = (a: number, b: number) => Math.abs(a - b) > TOLERANCE_SECONDS;

function isSegment(value: unknown): value is Segment {
  const { from, to } = (value ?? {}) as Partial<Record<keyof Segment, unknown>>;
  return typeof from === "number" && typeof to === "number";
}

function judge(answer: unknown, { seconds }: Size): string | null {
  const heard: unknown = (answer as { segments?: unknown } | null)?.segments;
  if (!Array.isArray(heard) || !heard.every(isSegment))
    return `expected {"seconds":…,"segments":[{"from":…,"to":…},…]}, found ${JSON.stringify(answer)}`;
  const said = utterances(seconds);
  for (const utterance of said) {
    const segment = heard.find((one) => overlap(one, utterance));
    if (!segment) return `speech ${shown(utterance)} was not heard`;
    if (far(segment.from, utterance.from) || far(segment.to, utterance.to))
      return `speech ${shown(utterance)} was heard ${shown(segment)}: each end may be off by ${TOLERANCE_SECONDS} s`;
  }
  const extra = heard.find((segment) => !said.some((utterance) => overlap(utterance, segment)));
  if (extra) return `speech was heard ${shown(extra)}, where nobody speaks`;
  return heard.length === said.length ? null : `${said.length} utterances were heard as ${heard.length}`;
}

export const detectSpeech: StepWorkload<Size> = {
  id: "detect-speech",
  title: "Detect speech",
  summary:
    "Read a recording, run Silero VAD over it frame by frame, its state from call to call, and find when somebody speaks.",
  sizes: [
    { id: "small", label: "recording of 3 s", seconds: 3 },
    { id: "medium", label: "recording of 10 s", seconds: 10 },
    { id: "large", label: "recording of 30 s", seconds: 30 },
  ],
  isLong: true,
  quickSize: "small",
  defaultSize: "medium",
  modelName: "Silero VAD v5",
  models: [
    {
      name: "voice",
      packageFile: "@ricky0123/vad-web/dist/silero_vad_v5.onnx",
    },
  ],
  // The same from every seed: no other is known to be heard right.
  payload: ({ seconds }) => record(seconds),
  judge,
  arrayShare: 0.6,
  tolerance: { tensors: 1e-3, result: 1e-3 },
};
