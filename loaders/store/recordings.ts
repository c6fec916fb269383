import { basename } from "node:path";
import type { RecordingSummary } from "../../src/model/recording.ts";
import { summariseRecording } from "../../src/model/summarise-recording.ts";
import { RECORDING_SUFFIX, type ReadRecording, readRecordingFile } from "./recording-file.ts";
import { filesEnding, readDated } from "./runs-folder.ts";

export interface StoredRecording extends ReadRecording {
  readonly path: string;
}

/** By name, which begins with the time. A file has its recording's name. */
export function recordingIds(): string[] {
  return filesEnding(RECORDING_SUFFIX).map((path) => basename(path, RECORDING_SUFFIX));
}

/** Reads every recording, oldest first. What cannot be read or counted is reported and skipped. */
export function readStoredRecordings(warn: (message: string) => void): StoredRecording[] {
  return readDated(
    {
      noun: "recording",
      paths: filesEnding(RECORDING_SUFFIX),
      read: readRecordingFile,
      of: ({ recording: { header } }) => ({ id: header.recordingId, startedAt: header.startedAt }),
    },
    warn,
  );
}

/** What the site shows: a summary of every recording with at least one good unprofiled execution, oldest first. */
export const readRecordings = (warn: (message: string) => void): RecordingSummary[] =>
  summariesOf(readStoredRecordings(warn));

export const summariesOf = (stored: readonly StoredRecording[]): RecordingSummary[] =>
  stored.flatMap(({ recording, warnings }) => summariseRecording(recording, warnings) ?? []);
