import { BUCKETS_AND_REST } from "../../src/model/buckets.ts";
import type { Recording } from "../../src/model/recording-file.ts";
import { summariseRecording } from "../../src/model/summarise-recording.ts";

type Row = Readonly<Record<string, unknown>>;

/** How a recording becomes rows of each table of the store. */
export const RECORDING_ROWS: Readonly<Record<string, (recording: Recording) => Row[]>> = {
  recordings: (recording) => {
    const { header, end } = recording;
    const summary = summariseRecording(recording);
    return [
      {
        recording_id: header.recordingId,
        title: header.title,
        started_at: header.startedAt,
        command: header.command.join(" "),
        host: header.host,
        interpreter: header.interpreter,
        machine_id: header.environment.machineId,
        profiler: `${header.tool.name} ${header.tool.version}`,
        end_reason: end?.reason ?? null,
        wall_ms: summary?.wallMs.median ?? null,
        cpu_per_wall: summary?.cpuPerWall ?? null,
        peak_rss_bytes: summary?.peakRssBytes ?? null,
        bare_start_ms: summary?.bareStartMs ?? null,
        inflation: summary?.inflation ?? null,
      },
    ];
  },
  recording_executions: ({ header, executions }) =>
    executions.map((row) => ({
      recording_id: header.recordingId,
      arm: row.arm,
      replicate: row.replicate,
      wall_ms: row.wallMs,
      cpu_ms: row.cpuMs,
      peak_rss_bytes: row.peakRssBytes,
      rate_hz: row.rateHz,
    })),
  recording_buckets: (recording) =>
    (summariseRecording(recording)?.attributions ?? []).flatMap(({ evidence, buckets }) =>
      BUCKETS_AND_REST.map((bucket) => ({
        recording_id: recording.header.recordingId,
        evidence,
        bucket,
        duration_ms: buckets[bucket].ms,
        share: buckets[bucket].share,
      })),
    ),
};
