import { BeforeModel } from "../before-model.js";
import { CallTreeBuilder } from "../call-tree.js";
import { asDurationMs, medianMs } from "../duration.js";
import { TraceError } from "../format.js";
import type { Oddities } from "../oddities.js";
import type { ImportedProfile } from "../profile.js";
import { TimeOrderBuilder } from "../time-order.js";
import { ROOT } from "./profile-frame.js";
import { nodeMapper, type ProfileNode } from "./profile-nodes.js";
import type { Timeline } from "./profile-timeline.js";

/** What V8's samples of one thread tell. */
type SampledTree = Pick<ImportedProfile, "wallMs" | "tree" | "order" | "startUp"> & {
  readonly samples: number;
  readonly intervalMs: number | null;
  /** One sentence for what lies before the first sample, with a leading blank; empty where nothing does. */
  readonly leadIn: string;
  readonly warnings: readonly string[];
};

/** Of the wall time, and in sampling intervals: more without a sample at the start deserves a warning. */
const NOTEWORTHY_LEAD_IN = { share: 0.05, intervals: 4 } as const;

/**
 * Each sample lasts until the next one, the last until the profile's end. What lies before the first is nobody's.
 *
 * @throws TraceError where there is no time or no sample
 */
export function sampledTree(
  nodes: ReadonlyMap<number, ProfileNode>,
  { startUs, endUs, samples }: Timeline,
  oddities: Oddities,
): SampledTree {
  const wallMs = asDurationMs((endUs - startUs) / 1000);
  if (samples.length === 0 || wallMs === null || wallMs === 0) {
    throw new TraceError(
      `This V8 CPU profile holds ${samples.length} usable samples over ${(endUs - startUs) / 1000} ms. Profile for longer, or with a shorter --cpu-prof-interval.${oddities
        .warnings()
        .map((sentence) => ` ${sentence}`)
        .join("")}`,
    );
  }
  const tree = new CallTreeBuilder();
  const treeNode = nodeMapper(nodes, tree, oddities);
  const beforeModel = new BeforeModel(tree);
  beforeModel.take(0, (samples[0]!.atUs - startUs) / 1000);
  const order = new TimeOrderBuilder();
  order.push(0, (samples[0]!.atUs - startUs) / 1000);
  const durations: number[] = [];
  for (const [i, { id, atUs }] of samples.entries()) {
    const ms = ((samples[i + 1]?.atUs ?? endUs) - atUs) / 1000;
    if (i + 1 < samples.length) durations.push(ms);
    const known = treeNode(id);
    if (known === null)
      oddities.add("samples name a node that the file does not list and stay unattributed", id);
    const node = known === 0 ? tree.child(0, tree.frame(ROOT)) : (known ?? 0);
    if (known !== null) tree.add(node, ms);
    beforeModel.take(known ?? 0, ms);
    order.push(node, ms);
  }
  const intervalMs = medianMs(durations);
  const leadIn = leadInOf((samples[0]!.atUs - startUs) / 1000, wallMs, intervalMs);
  return {
    wallMs,
    tree: tree.build(),
    order: order.build(),
    startUp: beforeModel.result(),
    samples: samples.length,
    intervalMs,
    leadIn: leadIn.sentence,
    warnings: [...oddities.warnings(), ...leadIn.warnings],
  };
}

/** What is said of the time before a profile's first sample, which is nobody's. */
export function leadInOf(
  leadInMs: number,
  wallMs: number,
  intervalMs: number | null,
): { readonly sentence: string; readonly warnings: readonly string[] } {
  if (leadInMs < 0.01) return { sentence: "", warnings: [] };
  const before = `first ${leadInMs.toFixed(leadInMs < 10 ? 2 : 0)} ms`;
  const isNoteworthy =
    leadInMs > NOTEWORTHY_LEAD_IN.share * wallMs &&
    leadInMs > NOTEWORTHY_LEAD_IN.intervals * (intervalMs ?? 0);
  return {
    sentence: ` The ${before} passed before the first sample and stay unattributed.`,
    warnings: isNoteworthy
      ? [
          `The profiler took no sample in the ${before} (${((leadInMs / wallMs) * 100).toFixed(0)} % of the profile): what ran then is not known and stays unattributed.`,
        ]
      : [],
  };
}
