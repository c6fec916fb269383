import type { Frame } from "../call-tree.js";
import { asWallMs } from "../duration.js";
import { type ReadOptions, type ReadProfile, TraceError, traceFormat } from "../format.js";
import { frameCategory } from "../frame-category.js";
import { asArray, asLine, asText, isObject, type JsonObject, parseJsonFile } from "../json-file.js";
import { excerpt } from "../oddities.js";
import { pythonFramesBias } from "../python-frames-bias.js";
import {
  askedThread,
  busierThread,
  listThreads,
  otherThreads,
  requestThread,
  whyRequest,
} from "../request-thread.js";
import { readEvented } from "../speedscope/evented.js";
import { isProcessFrame, processOfThread } from "../speedscope/processes.js";
import { readSampled } from "../speedscope/sampled.js";
import { isIndex, type ThreadProfile } from "../speedscope/thread-profile.js";
import { UNITLESS_WARNING } from "../unitless.js";

const TITLE = "a speedscope file";

/**
 * The speedscope file format, sampled or evented, with any number of profiles (py-spy writes one per thread).
 * https://github.com/jlfwong/speedscope/wiki/Importing-from-custom-sources
 */
export const speedscope = traceFormat({
  id: "speedscope",
  title: "speedscope (py-spy and others)",
  tool: "py-spy",
  host: null,
  madeBy: "py-spy record --native --idle -f speedscope -o profile.json -- python pipeline.py",
  detect: ({ text }) =>
    text.startsWith("{") &&
    (text.includes("speedscope.app/file-format-schema") ||
      /"exporter"\s*:\s*"(?:speedscope|py-spy)@/.test(text) ||
      (/"profiles"\s*:\s*\[/.test(text) && /"type"\s*:\s*"(?:sampled|evented)"/.test(text))),
  parse: parseSpeedscope,
});

function parseSpeedscope(bytes: Uint8Array, { thread: asked, process }: ReadOptions): ReadProfile {
  const file = parseJsonFile(bytes, TITLE);
  const shared = isObject(file) ? file.shared : null;
  const frameList = isObject(shared) ? asArray(shared.frames) : null;
  const profiles = isObject(file) ? asArray(file.profiles) : null;
  if (!isObject(file) || !frameList || !profiles) {
    throw new TraceError(
      `This looks like ${TITLE}, but has no ${frameList ? '"profiles"' : '"shared.frames"'} list. Export it again.`,
    );
  }
  const frames = frameList.map(readFrame);
  const isProcess = frames.map(({ name }) => isProcessFrame(name));
  const threads = profiles
    .filter(isObject)
    .filter(
      (profile) => process === undefined || processOfThread(asText(profile.name) ?? "")?.pid === process,
    )
    .map((profile) => readProfile(isProcess.includes(true) ? ofCode(profile, isProcess) : profile, frames))
    .map((thread) => (process === undefined ? thread : withoutProcess(thread)));
  const timed = threads.filter(({ wallMs }) => wallMs > 0);
  const request = askedThread(timed, asked) ?? requestThread(timed);
  if (!request) {
    const first = threads.flatMap(({ oddities }) => oddities.warnings())[0];
    throw new TraceError(
      `This speedscope file holds no time: ${profiles.length} profiles, none with a sample or an event that lasts. ${first ? `${first} ` : ""}Record for longer, or while the program works.`,
    );
  }
  const producer = asText(file.exporter);
  const isPySpy = producer?.startsWith("py-spy") ?? false;
  const others = otherThreads(threads, request);
  const tree = request.tree.build();
  return {
    producer,
    wallMs: request.unitless ? request.wallMs : asWallMs(request.wallMs, "speedscope"),
    tree,
    order: request.kind === "evented" && isMerged(producer) ? null : request.order.build(),
    clock: `${describeClock(request, threads, isPySpy, asked)}${others.sentence}`,
    sampled: isSampled(request, producer),
    samples: request.samples,
    intervalMs: request.unitless ? null : request.intervalMs,
    bias: pythonFramesBias(tree.frames),
    hiddenMs: others.busyMs,
    threads: listThreads(timed, request),
    startUp: request.beforeModel?.result() ?? null,
    warnings: [
      ...busierThread(timed, request),
      ...(request.unitless ? [UNITLESS_WARNING] : []),
      ...request.oddities.warnings(),
    ],
  };
}

/** A profile whose stacks begin with code, and not with processes. */
function ofCode(profile: JsonObject, isProcess: readonly boolean[]): JsonObject {
  const stacks = asArray(profile.samples)?.map(
    (stack) => asArray(stack)?.filter((index) => !(isIndex(index, isProcess) && isProcess[index])) ?? stack,
  );
  return stacks ? { ...profile, samples: stacks } : profile;
}

const withoutProcess = (thread: ThreadProfile): ThreadProfile => ({
  ...thread,
  name: processOfThread(thread.name)?.thread ?? thread.name,
});

/** An evented profile may be one of every event, or samples with the equal ones merged, which pyinstrument writes. */
function isSampled({ kind }: ThreadProfile, producer: string | null): boolean | null {
  return kind === "sampled" || isMerged(producer) ? true : null;
}

const isMerged = (producer: string | null): boolean => producer?.startsWith("pyinstrument") ?? false;

/** py-spy writes an empty name where it could read none. */
const titleOf = ({ name }: ThreadProfile) => name.replace(/ ""$/, "");

function describeClock(
  request: ThreadProfile,
  threads: readonly ThreadProfile[],
  isPySpy: boolean,
  asked?: string,
): string {
  const which =
    threads.length > 1
      ? `The request's thread is ${titleOf(request)}, ${whyRequest(threads, request, asked)}`
      : `One thread: ${titleOf(request)}`;
  const wall =
    request.kind === "evented"
      ? "wall is from its start value to its end value"
      : isPySpy
        ? "wall is its number of samples times py-spy's interval (py-spy writes no time stamps: idle moments are in it only if it ran with --idle, and with --gil only those that held the GIL)"
        : "wall is the sum of its sample weights, or its start to its end value where that is longer";
  return `${which}; ${wall}.`;
}

function readFrame(value: unknown): Frame {
  const frame = isObject(value) ? value : {};
  const name = asText(frame.name) ?? "(anonymous)";
  const file = asText(frame.file);
  return { name, file, line: asLine(frame.line), category: frameCategory(name, file) };
}

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  nanoseconds: 1e-6,
  microseconds: 1e-3,
  milliseconds: 1,
  seconds: 1e3,
  none: 1,
};

function readProfile(profile: JsonObject, frames: readonly Frame[]): ThreadProfile {
  const unit = profile.unit;
  const msPerUnit =
    typeof unit === "string" && Object.hasOwn(MS_PER_UNIT, unit) ? MS_PER_UNIT[unit] : undefined;
  if (msPerUnit === undefined) {
    throw new TraceError(
      `This speedscope file is in ${excerpt(unit)}${unit === "bytes" ? ": it is a memory profile, not a time profile" : ""}. Units that Portolan reads: ${Object.keys(MS_PER_UNIT).join(", ")}. Record CPU or wall time instead.`,
    );
  }
  if (profile.type === "evented") return readEvented(profile, frames, msPerUnit);
  if (profile.type === "sampled") return readSampled(profile, frames, msPerUnit);
  throw new TraceError(
    `This speedscope file has a profile of type ${excerpt(profile.type)}. Types that Portolan reads: "sampled", "evented".`,
  );
}
