import type { Field } from "../field.js";

export const SUBJECT = [
  {
    id: "title",
    kind: "text",
    group: "subject",
    unit: null,
    byDefault: "What-if",
    label: "Title",
    help: "Names the scenario in the record and in comparisons.",
    source: "assumption",
  },
  {
    id: "summary",
    kind: "text",
    group: "subject",
    unit: null,
    byDefault: "",
    label: "Summary",
    help: "Context for the reader of the decision record.",
    source: "assumption",
  },
  {
    id: "workload",
    kind: "text",
    group: "subject",
    unit: null,
    byDefault: "classify-image",
    label: "Workload",
    help: "A built-in workload, or a recorded pipeline, of the run that is shown.",
    source: "assumption",
  },
] as const satisfies readonly Field[];
