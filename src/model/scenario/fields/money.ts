import { countText } from "../../format.js";
import type { Field } from "../field.js";
import { exactly } from "../range.js";

export const MONEY = [
  {
    id: "horizonMonths",
    kind: "range",
    group: "money",
    unit: "months",
    least: 1,
    most: 240,
    scale: "linear",
    byDefault: exactly(24),
    label: "Horizon",
    phrase: (x) => `a horizon of ${countText(x)} months`,
    help: "How long the decision has to pay.",
    howToMeasure: "agree on how long the workload will live",
    source: "assumption",
  },
  {
    id: "discountPercentPerYear",
    kind: "range",
    group: "money",
    unit: "% a year",
    least: 0,
    most: 100,
    scale: "linear",
    byDefault: exactly(8),
    label: "Discount rate",
    phrase: (x) => `a discount rate of ${countText(x)} % a year`,
    help: "What a dollar next year is worth less than one today.",
    howToMeasure: "ask finance for the discount rate",
    source: "assumption",
  },
] as const satisfies readonly Field[];
