import { BUCKET_LABEL, BUCKET_MEANING, BUCKETS_AND_REST, type NodeDestination } from "../../model/buckets.js";
import type { DrawnTree } from "../../model/traces/drawn-tree.js";
import { BUCKET_FILL, BUCKET_INK } from "../bucket-style.js";
import { legend } from "../legend.js";

/** Waiting is a kind of unattributed time that a rule knows: a lighter shade of the same grey. */
export const DESTINATION_FILL: Readonly<Record<NodeDestination, string>> = {
  ...BUCKET_FILL,
  waiting: "var(--waiting)",
};

export const DESTINATION_INK: Readonly<Record<NodeDestination, string>> = {
  ...BUCKET_INK,
  waiting: "var(--waiting-ink)",
};

export const DESTINATION_LABEL: Readonly<Record<NodeDestination, string>> = {
  ...BUCKET_LABEL,
  waiting: "Waiting",
};

const MEANING: Readonly<Record<NodeDestination, string>> = {
  ...BUCKET_MEANING,
  waiting:
    "Known not to be work: asleep, idle, or waiting for another thread or device. Part of the unattributed time.",
};

const ORDER: readonly NodeDestination[] = [...BUCKETS_AND_REST, "waiting"];

/** The legend of what a tree holds. */
export function destinationLegend(tree: DrawnTree): HTMLElement {
  const held = new Set(tree.slice(1).map(({ destination }) => destination));
  return legend(
    ORDER.filter((destination) => held.has(destination)).map((destination) => ({
      label: DESTINATION_LABEL[destination],
      colour: DESTINATION_FILL[destination],
      meaning: MEANING[destination],
    })),
  );
}
