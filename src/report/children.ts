/** The processes and threads beside the request's, as rows of a table. */
import { BUCKET_LABEL, BUCKETS } from "../model/buckets.js";
import { formatMs, formatShare } from "../model/format.js";
import type { RecordedChild } from "../model/recording.js";

interface ChildColumn {
  readonly label: string;
  readonly value: (child: RecordedChild) => string;
}

export const CHILD_CAPTION = "What was started beside it, each by its own time; none of it is in the split";

export const CHILD_COLUMNS: readonly ChildColumn[] = [
  { label: "process or thread", value: ({ name }) => name },
  { label: "lived", value: ({ wallMs }) => formatMs(wallMs, 3) },
  ...BUCKETS.map((bucket) => ({
    label: BUCKET_LABEL[bucket],
    value: ({ buckets }: RecordedChild) => formatShare(buckets[bucket].share),
  })),
  {
    label: BUCKET_LABEL.unattributed,
    value: ({ buckets, waiting }) =>
      `${formatShare(buckets.unattributed.share)}${waiting.share > 0 ? `, ${formatShare(waiting.share)} waiting` : ""}`,
  },
];
