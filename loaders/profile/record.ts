import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { median } from "simple-statistics";
import type { EndReason, RecordingSummary } from "../../src/model/recording.ts";
import type { RecordingHeader } from "../../src/model/recording-file.ts";
import { summariseRecording, wallTimeOf } from "../../src/model/summarise-recording.ts";
import { TraceError } from "../../src/model/traces/format.ts";
import { importTrace } from "../../src/model/traces/import.ts";
import type { BucketRule } from "../../src/model/traces/rules/rule.ts";
import type { Ending } from "../child.ts";
import { scratchFolder } from "../files/scratch.ts";
import { catching, Interrupted, uncaught } from "../interruption.ts";
import { runsFolder } from "../paths.ts";
import { type CpuClock, openCpuClock } from "../platform/cpu-clock.ts";
import { MEMORY_METHOD } from "../platform/memory.ts";
import { RECORDING_SUFFIX, RecordingWriter, readRecordingFile } from "../store/recording-file.ts";
import type { Setting } from "./attempt.ts";
import { attributionRow } from "./attribution-row.ts";
import { execute, type Launch } from "./execute.ts";
import { mergeProfiles } from "./merge-profiles.ts";
import type { PipelineCommand } from "./pipeline-command.ts";
import { profiledExecutions } from "./profiled-executions.ts";
import type { ProfiledExecution, Profiler } from "./profiler.ts";
import { headerFor } from "./recording-header.ts";
import { checkEnding, Stop } from "./stop.ts";

export interface RecordOptions {
  readonly command: PipelineCommand;
  readonly profiler: Profiler;
  readonly rules: readonly BucketRule[];
  /** Unprofiled executions. */
  readonly repeat: number;
  readonly budgetMs: number;
  /** Null to choose one by the length of the command. */
  readonly rateHz: number | null;
  readonly title: string | null;
  /** That one execution serves; null where nobody said. */
  readonly requests: number | null;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface RecordResult {
  readonly end: EndReason;
  /** Why it ended so; empty if complete. */
  readonly detail: string;
  /** The recording; null if nothing was measured. */
  readonly path: string | null;
  /** What the command printed; null where it was not started. */
  readonly logPath: string | null;
  readonly summary: RecordingSummary | null;
}

const BARE_STARTS = 3;
const BARE_TIMEOUT_MS = 10_000;

/** Runs a command as it is, then under a profiler, and writes what it measures into a recording. */
export async function recordPipeline(options: RecordOptions): Promise<RecordResult> {
  const sitting = await Sitting.open(options);
  try {
    return await catching(() => sitting.run());
  } finally {
    sitting.close();
  }
}

class Sitting {
  readonly #options: RecordOptions;
  readonly #writer: RecordingWriter;
  readonly #cpuClock: CpuClock;
  readonly #logPath: string;
  readonly #folder = mkdtempSync(join(scratchFolder(), "profile-"));
  readonly #start = performance.now();
  readonly #walls: { readonly wallMs: number; readonly tracePath: string }[] = [];
  #bareMs: number[] = [];
  #executions = 0;

  private constructor(options: RecordOptions, header: RecordingHeader, cpuClock: CpuClock) {
    this.#options = options;
    this.#cpuClock = cpuClock;
    this.#writer = new RecordingWriter(
      join(runsFolder(), `${header.recordingId}${RECORDING_SUFFIX}`),
      header,
    );
    this.#logPath = join(runsFolder(), `${header.recordingId}.log`);
  }

  static async open(options: RecordOptions): Promise<Sitting> {
    const cpuClock = await openCpuClock();
    const methods = { cpuMethod: cpuClock.method, memoryMethod: MEMORY_METHOD };
    return new Sitting(options, await headerFor(options, methods), cpuClock);
  }

  async run(): Promise<RecordResult> {
    let end: EndReason = "complete";
    let detail = "";
    try {
      await this.#bareStarts();
      const measured = await this.#plainExecutions();
      await uncaught(() => this.#marks());
      await this.#profiledExecutions();
      if (measured < this.#options.repeat) {
        throw new Stop(
          "budget",
          `the budget held ${measured} of ${this.#options.repeat} unprofiled executions`,
        );
      }
    } catch (error) {
      if (!(error instanceof Stop || error instanceof Interrupted)) throw error;
      end = error instanceof Stop ? error.end : "interrupted";
      detail = error.message;
    }
    if (this.#writer.isWritten) {
      const elapsedMs = performance.now() - this.#start;
      this.#writer.append({ kind: "end", reason: end, detail, elapsedMs, at: new Date().toISOString() });
    }
    return { end, detail, logPath: this.#logPath, ...this.#read() };
  }

  close(): void {
    this.#writer.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #read(): Pick<RecordResult, "path" | "summary"> {
    if (!this.#writer.isWritten) return { path: null, summary: null };
    const { recording, warnings } = readRecordingFile(this.#writer.path);
    return { path: this.#writer.path, summary: summariseRecording(recording, warnings) };
  }

  /** How long the interpreter takes to do nothing. */
  async #bareStarts(): Promise<void> {
    const { command } = this.#options;
    const args = command.host === "python" ? ["-c", "pass"] : ["-e", "0"];
    for (let i = 0; i < BARE_STARTS; i++) {
      const launch = { ...this.#launch(), timeoutMs: BARE_TIMEOUT_MS, env: {} };
      const { ending, wallMs } = await execute({ ...launch, file: command.interpreter, args });
      this.#check(ending, `the interpreter (${command.interpreter}) alone`);
      this.#bareMs.push(wallMs);
    }
  }

  /** @returns how many there were */
  async #plainExecutions(): Promise<number> {
    const { command, repeat, say } = this.#options;
    for (let replicate = 0; replicate < repeat; replicate++) {
      const slowest = Math.max(0, ...this.#walls.map(({ wallMs }) => wallMs));
      // The profiled execution matters more than one more plain one, and may take longer.
      if (replicate > 0 && this.#leftMs() < slowest * 2.5) return replicate;
      say(`Unprofiled, ${replicate + 1} of ${repeat} …`);
      const launch = this.#launch();
      const execution = await execute({ ...launch, file: command.interpreter, args: command.args });
      const { wallMs, cpuMs, peakRssBytes, load } = execution;
      this.#check(execution.ending, `the command (execution ${replicate + 1}, unprofiled)`);
      if (replicate === 0) this.#writer.append({ kind: "startup", bareMs: this.#bareMs });
      const measured = { wallMs, cpuMs, peakRssBytes, load, exitCode: 0, rateHz: null };
      this.#writer.append({ kind: "execution", arm: "plain", replicate, ...measured });
      this.#walls.push({ wallMs, tracePath: launch.env.PORTOLAN_TRACE! });
    }
    return repeat;
  }

  /** The pipeline's own marks of the unprofiled executions, where it made any. */
  #marks(): void {
    const marked = this.#walls.filter(({ tracePath }) => existsSync(tracePath));
    if (marked.length === 0) return;
    try {
      const profiles = marked.map(({ tracePath }) =>
        importTrace(readFileSync(tracePath), "the pipeline's own marks"),
      );
      const walls = marked.map(({ wallMs }) => wallMs);
      this.#writer.append(attributionRow("marked", mergeProfiles(profiles), walls, this.#options.rules));
    } catch (error) {
      if (!(error instanceof TraceError)) throw error;
      this.#options.say(`Not used: ${error.message}`);
    }
  }

  async #profiledExecutions(): Promise<void> {
    const { profiler, rateHz, rules, say } = this.#options;
    const plain = wallTimeOf(this.#walls.map(({ wallMs }) => wallMs));
    await profiledExecutions(
      { profiler, rateHz: rateHz ?? profiler.rateFor(plain.median) },
      {
        plain,
        bareMs: median(this.#bareMs),
        rules,
        mayLower: rateHz === null,
        run: (setting) => this.#profiledExecution(setting),
        append: (row) => this.#writer.append(row),
        leftMs: () => this.#leftMs(),
        say,
      },
      (best) =>
        uncaught(() => {
          const merged = mergeProfiles(best.profiles);
          const warnings = [...(best.profiler.limit ? [best.profiler.limit] : []), ...merged.warnings];
          const row = attributionRow(
            profiler.evidence,
            { ...merged, warnings },
            best.walls,
            rules,
            best.children,
          );
          this.#writer.append({ ...row, attempt: best.attempt });
        }),
    );
  }

  async #profiledExecution({ profiler, rateHz }: Setting): Promise<ProfiledExecution> {
    const folder = join(this.#folder, `profiled-${this.#executions}`);
    mkdirSync(folder);
    const launch = { ...this.#launch(), command: this.#options.command, rateHz: rateHz ?? 0, folder };
    const execution = await profiler.run(launch);
    this.#check(execution.ending, `the command under ${profiler.name}, which ended well without it,`);
    return execution;
  }

  #launch(): Omit<Launch, "file" | "args"> & { readonly env: Record<string, string> } {
    return {
      env: { PORTOLAN_TRACE: join(this.#folder, `marks-${this.#executions++}.json`) },
      logPath: this.#logPath,
      timeoutMs: Math.max(1, this.#leftMs()),
      signal: this.#options.signal,
      cpuClock: this.#cpuClock,
    };
  }

  #leftMs(): number {
    return this.#options.budgetMs - (performance.now() - this.#start);
  }

  #check(ending: Ending, what: string): void {
    checkEnding(ending, what, { logPath: this.#logPath, budgetMs: this.#options.budgetMs });
  }
}
