import { CallTreeBuilder } from "../call-tree.js";
import { asDurationMs, asWallMs } from "../duration.js";
import { type ReadProfile, TraceError, traceFormat } from "../format.js";
import { asArray, asNumber, asText, isObject, parseJsonFile } from "../json-file.js";
import { Oddities } from "../oddities.js";

const TITLE = "a TensorRT layer profile";

/**
 * The layer times that TensorRT's `trtexec --exportProfile` writes: a list of `{"count": runs}` and the layers.
 *
 * @see https://github.com/NVIDIA/TensorRT/tree/main/samples/common/sampleReporting.cpp
 */
export const tensorrt = traceFormat({
  id: "tensorrt",
  title: "TensorRT layer times",
  tool: "TensorRT",
  host: null,
  madeBy: "trtexec --loadEngine=model.plan --dumpProfile --exportProfile=profile.json --separateProfileRun",
  detect: ({ text }) =>
    /^\[\s*\{\s*"(?:count"\s*:\s*\d+\s*\}|name"\s*:\s*"[^"]*"\s*,\s*"timeMs"\s*:)/.test(text) &&
    /"timeMs"\s*:/.test(text),
  parse: parseLayers,
});

function parseLayers(bytes: Uint8Array): ReadProfile {
  const list = asArray(parseJsonFile(bytes, TITLE)) ?? [];
  const oddities = new Oddities();
  const tree = new CallTreeBuilder();
  let wallMs = 0;
  let runs: number | null = null;
  for (const item of list) {
    if (isObject(item) && item.name === undefined && asNumber(item.count) !== null) {
      runs = asNumber(item.count);
      continue;
    }
    const name = isObject(item) ? asText(item.name) : null;
    const ms = isObject(item) ? asDurationMs(item.timeMs) : null;
    if (name === null || ms === null) {
      oddities.add("layers have no name or time and were dropped", item);
      continue;
    }
    tree.add(tree.child(0, tree.frame({ name, file: null, line: null, category: "kernel" })), ms);
    wallMs += ms;
  }
  if (wallMs === 0) {
    throw new TraceError(
      `This TensorRT profile holds no time on any of its ${list.length} entries. Export it again from a run with some iterations.`,
    );
  }
  return {
    producer: "TensorRT",
    wallMs: asWallMs(wallMs, "TensorRT"),
    tree: tree.build(),
    clock: `Wall is the sum of the layers' times on the device${runs === null ? "" : `, over ${runs} runs`}. What the host does, copies to and from the device, and gaps between layers are not in the file.`,
    sampled: false,
    bias: "TensorRT times each layer apart, which keeps layers from overlapping, and shows the model alone: biased towards compute.",
    warnings: oddities.warnings(),
  };
}
