import type { RecordingSummary } from "../../src/model/recording.ts";
import { listingOf } from "../../src/model/recording-listing.ts";
import { readRecordings } from "../store/recordings.ts";
import { say } from "../terminal/print.ts";

/** A command can be long; the sidebar has room for so much of it. */
const MOST_LETTERS = 32;

interface RecordedPage {
  readonly name: string;
  readonly path: string;
}

/** The pages of all recordings that can be shown, newest first. */
export function recordedPages(): RecordedPage[] {
  return newestFirst(() => {}).map(({ id, title }) => ({
    name: title.length <= MOST_LETTERS ? title : `${title.slice(0, MOST_LETTERS - 1)}…`,
    path: `/recording/${id}`,
  }));
}

/** All recordings in short, newest first, for lists. */
export function writeRecordingList(out: NodeJS.WritableStream): void {
  const recordings = newestFirst(say);
  out.write(JSON.stringify(recordings.map(listingOf)));
}

/**
 * One recording, for its page.
 *
 * @throws Error that lists the recordings that are there
 */
export function writeRecording(id: string, out: NodeJS.WritableStream): void {
  const recordings = newestFirst(() => {});
  const recording = recordings.find((recording) => recording.id === id);
  if (!recording) {
    const known = recordings.map(({ id }) => id).join(", ") || "none; record one with npx portolan profile";
    throw new Error(`no recording "${id}"; known: ${known}`);
  }
  out.write(JSON.stringify(recording));
}

/** All of them, each as for its page. */
export function writeRecordingFiles(write: (id: string, text: string) => void): void {
  for (const recording of newestFirst(() => {})) write(recording.id, JSON.stringify(recording));
}

function newestFirst(warn: (message: string) => void): RecordingSummary[] {
  return readRecordings(warn).reverse();
}
