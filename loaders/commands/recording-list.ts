import { formatMs } from "../../src/model/format.ts";
import { summariseRecording } from "../../src/model/summarise-recording.ts";
import { holderOf } from "../files/lock.ts";
import type { StoredRecording } from "../store/recordings.ts";
import { renderTable } from "../terminal/table.ts";

/** One recording, as `portolan runs --recordings --json` prints it. */
export interface RecordingJson {
  readonly recordingId: string;
  readonly path: string;
  readonly startedAt: string;
  readonly title: string;
  readonly command: readonly string[];
  readonly host: string;
  readonly end: "complete" | "interrupted" | "budget" | "failed" | "killed" | "running";
  readonly executions: number;
  readonly wallMs: number | null;
  readonly warnings: readonly string[];
}

export function recordingJson({ recording, path, warnings }: StoredRecording): RecordingJson {
  const { header, executions, end } = recording;
  return {
    recordingId: header.recordingId,
    path,
    startedAt: header.startedAt,
    title: header.title,
    command: header.command,
    host: header.host,
    end: holderOf(path) ? "running" : (end?.reason ?? "killed"),
    executions: executions.length,
    wallMs: summariseRecording(recording)?.wallMs.median ?? null,
    warnings,
  };
}

export function recordingTable(recordings: readonly RecordingJson[]): string {
  return renderTable(
    ["recording", "title", "ended", "executions", "unprofiled"],
    recordings.map(({ recordingId, title, end, executions, wallMs }) => [
      recordingId,
      title,
      end,
      String(executions),
      wallMs === null ? "–" : formatMs(wallMs, 3),
    ]),
  );
}
