import { countText } from "../../format.js";
import { type Field, rangeIn, within } from "../field.js";
import { exactly } from "../range.js";

const range = rangeIn("money");

export const MONEY = [
  range("horizonMonths", "Horizon", within(1, 240, "months"), {
    byDefault: exactly(24),
    phrase: (x) => `a horizon of ${countText(x)} months`,
    help: "How long the decision has to pay.",
    howToMeasure: "agree on how long the workload will live",
  }),
  range("discountPercentPerYear", "Discount rate", within(0, 100, "% a year"), {
    byDefault: exactly(8),
    phrase: (x) => `a discount rate of ${countText(x)} % a year`,
    help: "What a dollar next year is worth less than one today.",
    howToMeasure: "ask finance for the discount rate",
  }),
] as const satisfies readonly Field[];
