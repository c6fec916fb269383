import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { summariseRecording } from "../../src/model/summarise-recording.ts";
import type { BucketRule } from "../../src/model/traces/rules/rule.ts";
import { scratchFolder } from "../files/scratch.ts";
import { catching, uncaught } from "../interruption.ts";
import { runsFolder } from "../paths.ts";
import { loadBetween, readCpuTimes } from "../platform/machine-load.ts";
import { RECORDING_SUFFIX, RecordingWriter, readRecordingFile } from "../store/recording-file.ts";
import type { Attachment, Watching } from "./attachment.ts";
import { attributionRow } from "./attribution-row.ts";
import type { RecordResult } from "./record.ts";
import { headerFor } from "./recording-header.ts";

interface AttachOptions {
  readonly attachment: Attachment;
  readonly durationMs: number;
  /** Null to choose one by the duration. */
  readonly rateHz: number | null;
  readonly rules: readonly BucketRule[];
  readonly title: string | null;
  /** Served meanwhile; null where nobody said. */
  readonly requests: number | null;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Watches a process that runs for a while, and writes what it saw into a recording.
 *
 * @throws AttachError, TraceError
 */
export async function recordAttached(options: AttachOptions): Promise<RecordResult> {
  const { attachment, durationMs, rules, say } = options;
  const { place, option, profiler } = attachment;
  const rateHz = options.rateHz ?? attachment.rateFor(durationMs);
  const header = await headerFor(
    {
      ...options,
      command: { typed: attachment.command, host: attachment.host, version: attachment.interpreter },
      profiler,
      repeat: 1,
      budgetMs: durationMs,
    },
    { cpuMethod: attachment.cpuMethod, memoryMethod: attachment.memoryMethod },
  );
  const writer = new RecordingWriter(join(runsFolder(), `${header.recordingId}${RECORDING_SUFFIX}`), {
    ...header,
    attached: { place, option },
  });
  const folder = mkdtempSync(join(scratchFolder(), "attach-"));
  const start = performance.now();
  say(`Watching ${place} under ${profiler.name} at ${rateHz} Hz for ${durationMs / 1e3} s …`);
  try {
    const { load, watched } = await catching(() =>
      withLoad(attachment, { durationMs, rateHz, folder, signal: options.signal }),
    );
    const { wallMs, cpuMs, peakRssBytes, profile, children } = watched;
    writer.append({
      kind: "execution",
      arm: "attached",
      replicate: 0,
      ...{ wallMs, cpuMs, peakRssBytes, exitCode: null, rateHz, load },
    });
    await uncaught(() =>
      writer.append(attributionRow("sampled", { ...profile, startUp: null }, [wallMs], rules, children)),
    );
    const elapsedMs = performance.now() - start;
    writer.append({ kind: "end", reason: "complete", detail: "", elapsedMs, at: new Date().toISOString() });
  } finally {
    writer.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const { recording, warnings } = readRecordingFile(writer.path);
  const summary = summariseRecording(recording, warnings);
  return { end: "complete", detail: "", path: writer.path, logPath: null, summary };
}

async function withLoad(attachment: Attachment, watching: Watching) {
  const before = readCpuTimes();
  const watched = await attachment.watch(watching);
  const after = readCpuTimes();
  const roots = [process.pid, ...(attachment.pid === null ? [] : [attachment.pid])];
  const isHere = attachment.pid !== null && before !== null && after !== null;
  return { watched, load: isHere ? loadBetween(before, after, roots) : null };
}
