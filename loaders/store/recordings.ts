import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { RecordingSummary } from "../../src/model/recording.ts";
import { summariseRecording } from "../../src/model/summarise-recording.ts";
import { runsFolder } from "../paths.ts";
import { RECORDING_SUFFIX, type ReadRecording, readRecordingFile } from "./recording-file.ts";

export interface StoredRecording extends ReadRecording {
  readonly path: string;
}

/** Paths of all recordings, oldest first; names begin with the time. */
function recordingPaths(): string[] {
  return recordingIds().map((id) => join(runsFolder(), `${id}${RECORDING_SUFFIX}`));
}

/** Oldest first. A file has its recording's name. */
export function recordingIds(): string[] {
  return readdirSync(runsFolder())
    .filter((name) => name.endsWith(RECORDING_SUFFIX))
    .map((name) => name.slice(0, -RECORDING_SUFFIX.length))
    .sort();
}

/** Reads every recording; a damaged file is reported and skipped, so that it does not take the others down. */
export function readStoredRecordings(warn: (message: string) => void): StoredRecording[] {
  const recordings: StoredRecording[] = [];
  for (const path of recordingPaths()) {
    try {
      const read = readRecordingFile(path);
      for (const warning of read.warnings) warn(warning);
      recordings.push({ path, ...read });
    } catch (error) {
      warn(`skipped ${basename(path)}: ${(error as Error).message}`);
    }
  }
  return recordings;
}

/** What the site shows: a summary of every recording with at least one good unprofiled execution, oldest first. */
export function readRecordings(warn: (message: string) => void): RecordingSummary[] {
  return readStoredRecordings(warn).flatMap(
    ({ recording, warnings }) => summariseRecording(recording, warnings) ?? [],
  );
}
