import { CallTreeBuilder, type Frame } from "../call-tree.js";
import { asDurationMs, medianMs } from "../duration.js";
import { type ReadProfile, TraceError, traceFormat } from "../format.js";
import { isObject, parseJsonFile } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { flattenHead, nodeMapper, readNodes } from "../v8/profile-nodes.js";
import { newTimeline, oldTimeline } from "../v8/profile-timeline.js";

const TITLE = "a V8 CPU profile";

/**
 * What Node's `--cpu-prof` and Chrome's DevTools write, and the older form with a nested `head`.
 * https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-Profile
 */
export const cpuprofile = traceFormat({
  id: "cpuprofile",
  title: "V8 CPU profile (.cpuprofile)",
  tool: "V8",
  host: "node",
  madeBy: "node --cpu-prof pipeline.js",
  detect: ({ text }) =>
    text.startsWith("{") &&
    ((/"functionName"\s*:/.test(text) && /"(?:nodes|head|samples)"\s*:/.test(text)) ||
      /"timeDeltas"\s*:/.test(text)) &&
    !/"(?:traceEvents|selfSize)"\s*:/.test(text),
  parse: parseCpuProfile,
});

function parseCpuProfile(bytes: Uint8Array): ReadProfile {
  const file = parseJsonFile(bytes, TITLE);
  if (!isObject(file))
    throw new TraceError(`This looks like ${TITLE}, but is not an object. Record it again.`);
  const oddities = new Oddities();
  const nodes = isObject(file.head) ? flattenHead(file.head) : readNodes(file, oddities);
  const timeline = isObject(file.head) ? oldTimeline(file, oddities) : newTimeline(file, oddities);
  const wallMs = asDurationMs((timeline.endUs - timeline.startUs) / 1000);
  if (timeline.samples.length === 0 || wallMs === null || wallMs === 0) {
    throw new TraceError(
      `This V8 CPU profile holds ${timeline.samples.length} usable samples over ${(timeline.endUs - timeline.startUs) / 1000} ms. Profile for longer, or with a shorter --cpu-prof-interval.${oddities
        .warnings()
        .map((sentence) => ` ${sentence}`)
        .join("")}`,
    );
  }

  const tree = new CallTreeBuilder();
  const treeNode = nodeMapper(nodes, tree, oddities);
  const durations: number[] = [];
  for (const [i, { id, atUs }] of timeline.samples.entries()) {
    const ms = ((timeline.samples[i + 1]?.atUs ?? timeline.endUs) - atUs) / 1000;
    if (i + 1 < timeline.samples.length) durations.push(ms);
    const node = treeNode(id);
    if (node === null)
      oddities.add("samples name a node that the file does not list and stay unattributed", id);
    else tree.add(node === 0 ? tree.child(0, tree.frame(ROOT)) : node, ms);
  }
  const built = tree.build();
  return {
    wallMs,
    tree: built,
    clock:
      "One thread, the profiled isolate's; wall is from the profile's start to its end, (idle) included; each sample lasts until the next one.",
    sampled: true,
    samples: timeline.samples.length,
    intervalMs: medianMs(durations),
    bias: biasOf(built.frames),
    warnings: oddities.warnings(),
  };
}

/** Portolan's recorder preloads a module of that name, which gives JSON.parse and the like frames of their own. */
const VISIBLE_BUILTINS = /[\\/]visible-builtins\.mjs$/;

function biasOf(frames: readonly Frame[]): string {
  const isRecorded = frames.some(({ file }) => VISIBLE_BUILTINS.test(file ?? ""));
  const native = isRecorded
    ? "an add-on and Node's own C++"
    : "an add-on, Node's own C++, and JSON.parse and JSON.stringify";
  return `V8 samples JavaScript, wasm and builtins of one thread. Native code (${native}) counts as the function that called it, and work in worker threads is not seen. (idle) is all time without code on that thread, also while a file or network operation is under way: asynchronous reads show as waiting, not as IO.`;
}

/** A sample may hit the root itself; a tree's root holds no time. */
const ROOT: Frame = { name: "(root)", file: null, line: null, category: "program" };
