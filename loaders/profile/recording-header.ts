import { basename } from "node:path";
import { RECORDING_SCHEMA_VERSION, type RecordingHeader } from "../../src/model/recording-file.ts";
import { fingerprint } from "../harness/fingerprint.ts";
import type { PipelineCommand } from "./pipeline-command.ts";
import type { Profiler } from "./profiler.ts";

interface Known {
  readonly command: Pick<PipelineCommand, "typed" | "host" | "version">;
  readonly profiler: Pick<Profiler, "name" | "version" | "options">;
  readonly repeat: number;
  readonly budgetMs: number;
  readonly title: string | null;
  readonly requests: number | null;
}

/** How what is beside the profile was measured. */
type Methods = Pick<RecordingHeader, "cpuMethod" | "memoryMethod">;

/** What is known of a recording before anything is measured. */
export async function headerFor(options: Known, methods: Methods): Promise<RecordingHeader> {
  const { command, profiler, repeat, budgetMs, requests } = options;
  const startedAt = new Date().toISOString();
  const title = options.title ?? titleOf(command.typed);
  const slug =
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 40) || "pipeline";
  return {
    kind: "recording",
    schemaVersion: RECORDING_SCHEMA_VERSION,
    recordingId: `${startedAt.replace(/[-:]/g, "").slice(0, 15)}Z-${slug}-${process.pid}`,
    startedAt,
    title,
    command: [...command.typed],
    host: command.host,
    interpreter: command.version,
    repeat,
    budgetMs,
    ...(requests === null ? {} : { requests }),
    ...methods,
    environment: await fingerprint(),
    tool: { name: profiler.name, version: profiler.version, options: [...profiler.options] },
  };
}

/** "pipeline.py --size 3" of "python ./src/pipeline.py --size 3": the first word that is a file or module, and on. */
function titleOf(typed: readonly string[]): string {
  const at = typed.findIndex((word, i) => i > 0 && !word.startsWith("-"));
  const [script, ...rest] = at > 0 ? typed.slice(at) : typed;
  return [basename(script!), ...rest].join(" ").slice(0, 80);
}
