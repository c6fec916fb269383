import type { RecordingSummary } from "../../src/model/recording.ts";
import { listingOf } from "../../src/model/recording-listing.ts";
import { readStoredRecordings, summariesOf } from "../store/recordings.ts";
import type { NamedPage } from "./navigation.ts";

/** A command can be long; the sidebar has room for so much of it. */
const MOST_LETTERS = 32;
/** What an id must be to become part of a path. */
const ID = /^[\w.-]+$/;

/** All recordings that can be shown, newest first. */
export const shownRecordings = (
  warn: (message: string) => void,
  stored = readStoredRecordings(warn),
): RecordingSummary[] =>
  summariesOf(stored)
    .filter(({ id }) => ID.test(id))
    .reverse();

/** Their pages. */
export function recordedPages(recordings = shownRecordings(() => {})): NamedPage[] {
  return recordings.map(({ id, title }) => ({
    name: title.length <= MOST_LETTERS ? title : `${title.slice(0, MOST_LETTERS - 1)}…`,
    path: `/recording/${id}`,
  }));
}

/** All of them in short, for lists. */
export const recordingList = (recordings: readonly RecordingSummary[]): string =>
  JSON.stringify(recordings.map(listingOf));

/**
 * One recording, for its page.
 *
 * @throws Error that lists the recordings that are there
 */
export function recordingFile(id: string, recordings = shownRecordings(() => {})): string {
  const recording = recordings.find((recording) => recording.id === id);
  if (!recording) {
    const known = recordings.map(({ id }) => id).join(", ") || "none; record one with npx portolan profile";
    throw new Error(`no recording "${id}"; known: ${known}`);
  }
  return JSON.stringify(recording);
}
