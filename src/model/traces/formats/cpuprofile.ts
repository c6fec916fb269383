import type { Frame } from "../call-tree.js";
import { type ReadProfile, TraceError, traceFormat } from "../format.js";
import { isObject, parseJsonFile } from "../json-file.js";
import { Oddities } from "../oddities.js";
import { flattenHead, readNodes } from "../v8/profile-nodes.js";
import { newTimeline, oldTimeline } from "../v8/profile-timeline.js";
import { sampledTree } from "../v8/sampled-tree.js";

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
  const { wallMs, tree, order, startUp, samples, intervalMs, leadIn, warnings } = sampledTree(
    nodes,
    timeline,
    oddities,
  );
  return {
    wallMs,
    tree,
    order,
    startUp,
    clock: `One thread, the profiled isolate's; wall is from the profile's start to its end, (idle) included; each sample lasts until the next one.${leadIn}`,
    sampled: true,
    samples,
    intervalMs,
    bias: biasOf(tree.frames),
    warnings,
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
