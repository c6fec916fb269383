import type { BucketOrUnattributed } from "../model/buckets.js";

/** Fill and text colour of each bucket, the same on every page; style.css holds the values of both themes. */
export const BUCKET_FILL: Readonly<Record<BucketOrUnattributed, string>> = {
  interpreter: "var(--bucket-interpreter)",
  compute: "var(--bucket-compute)",
  io: "var(--bucket-io)",
  unattributed: "var(--bucket-unattributed)",
};

export const BUCKET_INK: Readonly<Record<BucketOrUnattributed, string>> = {
  interpreter: "var(--bucket-interpreter-ink)",
  compute: "var(--bucket-compute-ink)",
  io: "var(--bucket-io-ink)",
  unattributed: "var(--bucket-unattributed-ink)",
};

/** For a label inside a bar, where the full name does not fit. */
export const BUCKET_SHORT: Readonly<Record<BucketOrUnattributed, string>> = {
  interpreter: "Interpreter",
  compute: "Compute",
  io: "IO",
  unattributed: "Rest",
};
