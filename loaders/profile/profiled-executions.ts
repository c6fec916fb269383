import type { WallTime } from "../../src/model/recording.ts";
import type { ExecutionRow } from "../../src/model/recording-file.ts";
import { TraceError } from "../../src/model/traces/format.ts";
import type { BucketRule } from "../../src/model/traces/rules/rule.ts";
import { uncaught } from "../interruption.ts";
import {
  type Attempt,
  bestAttempt,
  FEWEST_SAMPLES,
  lighterSetting,
  MOST_PROFILED,
  type Setting,
  samplesOf,
  slowdownOf,
} from "./attempt.ts";
import type { ProfiledExecution, Profiles } from "./profiler.ts";
import { ENOUGH_SAMPLES } from "./sampling-rate.ts";
import { Stop } from "./stop.ts";

/** A profiler needs some tens of milliseconds to get hold of a process; more on a busy machine, as the bare start does. */
const SHORT_MS = 100;
const TOO_SHORT =
  "The command is too short to be sampled: give it a larger input, or let it do its work many times";
/** Where a lower rate slowed the command hardly less, what slows it is not the rate. */
const HELPS = 0.9;

interface Surroundings {
  /** Unprofiled executions. */
  readonly plain: WallTime;
  readonly bareMs: number;
  readonly rules: readonly BucketRule[];
  /** Whether a rate that slows the command too much may be lowered. */
  readonly mayLower: boolean;
  /** Runs the command once, and checks that it ended well. */
  readonly run: (setting: Setting) => Promise<ProfiledExecution>;
  readonly append: (row: ExecutionRow) => void;
  readonly leftMs: () => number;
  readonly say: (line: string) => void;
}

export interface Profiled extends Attempt {
  /** From 0. */
  readonly attempt: number;
}

/**
 * Profiles the command, again with a lighter setting where that slowed it too much, as long as it helps and the budget
 * holds. The setting that slowed it least is then repeated until there are samples enough.
 *
 * @param keep takes the attempt that is to be believed
 * @throws Stop, after `keep` where something was profiled before it
 */
export async function profiledExecutions(
  first: Setting,
  around: Surroundings,
  keep: (best: Profiled) => Promise<void>,
): Promise<void> {
  const attempts = [attemptWith(first)];
  let stop: Stop | null = null;
  try {
    for (let next: Attempt | null = attempts[0]!; next !== null; next = nextAttempt(attempts, next, around))
      await execute(next, attempts.indexOf(next), around);
  } catch (error) {
    if (!(error instanceof Stop) || error.end === "interrupted") throw error;
    stop = error;
  }
  const best = bestAttempt(attempts, around.plain, FEWEST_SAMPLES);
  if (best) await keep({ ...best, attempt: attempts.indexOf(best) });
  if (stop) throw stop;
  if (!best) throw tooFewSamples(attempts[0]!, around.plain);
}

const attemptWith = (setting: Setting): Attempt => ({ ...setting, profiles: [], children: [], walls: [] });

/** What to execute next: a lighter attempt, which it adds, or the best one again and again; null where it is done. */
function nextAttempt(
  attempts: Attempt[],
  current: Attempt,
  { plain, rules, mayLower, leftMs, say }: Surroundings,
): Attempt | null {
  const [before, last] = [attempts.at(-2), attempts.at(-1)!];
  const slowdown = slowdownOf(last, plain);
  const helps = before === undefined || slowdown < slowdownOf(before, plain) * HELPS;
  const lighter = mayLower && helps && current === last ? lighterSetting(last, plain, rules) : null;
  // Half as often slows it half as much at most.
  if (lighter && leftMs() > (1 + slowdown / 2) * plain.median * 1.5) {
    say(`It took ${Math.round(slowdown * 100)} % longer so: trying ${settingText(lighter)}`);
    attempts.push(attemptWith(lighter));
    return attempts.at(-1)!;
  }
  const best = current.walls.length > 1 ? current : bestAttempt(attempts, plain, 0)!;
  const samples = samplesOf(best);
  const isEnough = samples === null || samples >= ENOUGH_SAMPLES || best.walls.length >= MOST_PROFILED;
  return isEnough || leftMs() < Math.max(...best.walls) * 1.5 ? null : best;
}

async function execute(attempt: Attempt, number: number, around: Surroundings): Promise<void> {
  const { profiler, rateHz, profiles, walls } = attempt;
  around.say(
    `Under ${profiler.name}${rateHz === null ? "" : ` at ${settingText(attempt)}`}, ${walls.length + 1} …`,
  );
  const execution = await around.run(attempt);
  if (execution.profile.state === "missing") throw noProfile(execution.profile, around);
  const { wallMs, cpuMs, peakRssBytes, load } = execution;
  const exitCode = execution.isExitCodeKnown ? 0 : null;
  const measured = { wallMs, cpuMs, peakRssBytes, load, exitCode, rateHz };
  around.append({
    kind: "execution",
    arm: "profiled",
    replicate: walls.length,
    ...measured,
    attempt: number,
    ...(profiler.isLight ? { withoutNative: true } : {}),
  });
  const { read } = execution.profile;
  const { profile, children } = await uncaught(() => readProfiles(read));
  profiles.push(profile);
  attempt.children.push(...children);
  walls.push(wallMs);
}

const settingText = ({ profiler, rateHz }: Setting): string =>
  `${rateHz} Hz${profiler.isLight ? ", without native frames" : ""}`;

function noProfile(
  { reason, endedFirst }: Extract<ProfiledExecution["profile"], { state: "missing" }>,
  { plain, bareMs }: Surroundings,
): Stop {
  const isShort = plain.median < Math.max(SHORT_MS, 2 * bareMs);
  const fix = endedFirst || isShort ? `. ${TOO_SHORT}` : "";
  return new Stop("failed", `there is no profile: ${reason}${fix}`);
}

function tooFewSamples(attempt: Attempt, plain: WallTime): Stop {
  return new Stop(
    "failed",
    `${samplesOf(attempt)} samples in ${attempt.profiles.length} profiled executions of ${Math.round(plain.median)} ms; ` +
      `at least ${FEWEST_SAMPLES} are needed. ${TOO_SHORT}`,
  );
}

/** @throws Stop for a profile that holds nothing, as of a command that ended before the first sample */
function readProfiles(read: () => Profiles): Profiles {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    throw new Stop("failed", `the profile cannot be used. ${error.message} ${TOO_SHORT}.`);
  }
}
