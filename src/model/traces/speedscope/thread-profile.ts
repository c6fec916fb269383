import type { BeforeModel } from "../before-model.js";
import type { CallTreeBuilder } from "../call-tree.js";
import type { Oddities } from "../oddities.js";
import type { TimeOrderBuilder } from "../time-order.js";

/** One profile of the file, on its own clock. */
export interface ThreadProfile {
  readonly name: string;
  readonly kind: "sampled" | "evented";
  readonly unitless: boolean;
  readonly wallMs: number;
  /** Time in frames that do not wait. */
  readonly busyMs: number;
  readonly samples: number | null;
  readonly intervalMs: number | null;
  readonly tree: CallTreeBuilder;
  readonly order: TimeOrderBuilder;
  /** Null for one whose samples have no order. */
  readonly beforeModel: BeforeModel | null;
  readonly oddities: Oddities;
}

/** Whether a value of the file is the index of an item of the list. */
export function isIndex(value: unknown, list: readonly unknown[]): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < list.length;
}
