/** What one request asked of its models, and what it was answered with. */
import { formatBytes, formatMs } from "../model/format.js";
import type { ModelCalls, WorkloadRecord } from "../model/run-file.js";
import { boxWithin, type HeardSegment, type ReadLine, type ShownAnswer } from "../model/shown-answer.js";
import { printable } from "./printable.js";
import { capital, counted, inWords, listed } from "./words.js";

/** More are counted, not listed. */
export const MOST_LISTED = 200;
/** Longer JSON begins with so many lines, and unfolds. */
export const JSON_LINES = 30;
const MOST_JSON_LINES = 2_000;

/** "A request calls detection once and recognition three times; 618 KiB go to the models and 1.44 MiB come back." */
export function callsSentence(calls: readonly ModelCalls[]): string {
  const total = (bytes: "inputBytes" | "outputBytes") =>
    formatBytes(calls.reduce((sum, call) => sum + call[bytes], 0));
  const made = calls.filter((call) => call.calls > 0);
  if (made.length === 0) return "A request calls no model.";
  const each = made.map(({ model, calls }) => `${printable(model)} ${timesText(calls)}`);
  const models = made.length === 1 ? "model" : "models";
  return `A request calls ${listed(each)}; ${total("inputBytes")} go to the ${models} and ${total("outputBytes")} come back.`;
}

function timesText(count: number): string {
  if (count === 1) return "once";
  return count === 2 ? "twice" : `${inWords(count)} times`;
}

/** "In the picture, three lines were read." */
export function answerFinding(answer: ShownAnswer, bytes: number): string {
  switch (answer.kind) {
    case "lines":
      return `In the picture, ${wereDone(answer.lines.length, "line", "read")}.`;
    case "segments": {
      const { seconds, segments } = answer;
      const heard = wereDone(segments.length, "stretch", "heard", "stretches");
      const inAll = segments.reduce((sum, { from, to }) => sum + to - from, 0);
      const length =
        segments.length === 0 ? "" : `, ${secondsText(inAll)}${segments.length === 1 ? "" : " in all"}`;
      return seconds === null
        ? `${capital(heard)}${length}.`
        : `In ${secondsText(seconds)} of sound, ${heard}${length}.`;
    }
    case "json":
      return `It is answered with ${formatBytes(bytes)} of JSON.`;
  }
}

const wereDone = (count: number, noun: string, done: string, plural = `${noun}s`) =>
  `${counted(count, noun, plural)} ${count === 1 ? "was" : "were"} ${done}`;

const secondsText = (seconds: number): string => formatMs(seconds * 1_000, 2);

/** Whose answer it is, and what it is good for. */
export function referenceSentence({ own }: Pick<WorkloadRecord, "own">): string {
  const glue = own ? "its Python glue on onnxruntime" : "TypeScript glue on onnxruntime-web";
  return `The answer is the reference’s: ${glue}. Each target’s own answer was compared with it:`;
}

/** Why there is nothing to see or to hear beside an answer. */
export const ABSENT_REQUEST =
  "The request itself is not in this report: it is no PNG or WAV of at most 4 MiB, or was not at hand where the report was built.";

export interface ListedRows<Row> {
  readonly rows: readonly Row[];
  /** "and 9,800 more"; null where all are listed. */
  readonly more: string | null;
}

function listedRows<T, Row>(all: readonly T[], row: (one: T, number: string) => Row): ListedRows<Row> {
  const left = all.length - MOST_LISTED;
  return {
    rows: all.slice(0, MOST_LISTED).map((one, i) => row(one, String(i + 1))),
    more: left > 0 ? moreText(left) : null,
  };
}

const moreText = (left: number): string => `and ${left.toLocaleString("en-US")} more`;

export interface LineRow {
  /** As in the picture. */
  readonly number: string;
  readonly text: string;
  readonly confidence: string;
  readonly place: string;
}

/** @param picture its size, where it is shown */
export function lineRows(
  lines: readonly ReadLine[],
  picture: { readonly width: number; readonly height: number } | null,
): ListedRows<LineRow> {
  return listedRows(lines, ({ text, confidence, box }, number) => ({
    number,
    text: printable(text),
    confidence: confidence === null ? "not given" : confidence.toFixed(2),
    place: picture && boxWithin(box, picture) === null ? "outside of the picture" : box.join(", "),
  }));
}

export interface SegmentRow {
  /** As in the waveform. */
  readonly number: string;
  readonly from: string;
  readonly to: string;
  readonly length: string;
}

export function segmentRows(segments: readonly HeardSegment[]): ListedRows<SegmentRow> {
  return listedRows(segments, ({ from, to }, number) => ({
    number,
    from: exact(from),
    to: exact(to),
    length: exact(to - from),
  }));
}

const exact = (seconds: number): string => `${seconds.toFixed(3)} s`;

const MOST_SPOKEN = 20;

/** What a picture shows, for whoever cannot see it. */
export function pictureText(
  lines: readonly ReadLine[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const read = spoken(lines, ({ text }, i) => `${i + 1}: “${printable(text)}”`);
  return `The picture of the request, ${width} × ${height} pixels. ${read === null ? "Nothing was read in it." : `Read in it: ${read}.`}`;
}

/** What a waveform shows, for whoever cannot see it. */
export function waveText(segments: readonly HeardSegment[], seconds: number): string {
  const heard = spoken(segments, ({ from, to }) => `${exact(from)} to ${exact(to)}`);
  return `The recording of the request, ${secondsText(seconds)}. ${heard === null ? "Nothing was heard in it." : `Heard in it: ${heard}.`}`;
}

function spoken<T>(all: readonly T[], text: (one: T, i: number) => string): string | null {
  if (all.length === 0) return null;
  const left = all.length - MOST_SPOKEN;
  return [...all.slice(0, MOST_SPOKEN).map(text), ...(left > 0 ? [moreText(left)] : [])].join(", ");
}

export interface JsonText {
  /** All, or its beginning. */
  readonly shown: string;
  /** The whole of a text that has more lines than are shown at once, and how many; else null. */
  readonly whole: { readonly label: string; readonly text: string } | null;
}

export function jsonText(lines: readonly string[]): JsonText {
  const shown = printableText(lines.slice(0, JSON_LINES));
  if (lines.length <= JSON_LINES) return { shown, whole: null };
  const left = lines.length - MOST_JSON_LINES;
  const text = printableText(lines.slice(0, MOST_JSON_LINES));
  return {
    shown: `${shown}\n…`,
    whole: {
      label: `All ${lines.length.toLocaleString("en-US")} lines`,
      text: left > 0 ? `${text}\n… and ${left.toLocaleString("en-US")} more lines` : text,
    },
  };
}

const printableText = (lines: readonly string[]): string => lines.map(printable).join("\n");
