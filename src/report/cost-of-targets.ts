/** What a thousand requests of every target are billed, each on the platform where it costs least in all. */
import type { Bill } from "../model/cost/bill.js";
import type { Advice } from "../model/decision/advice.js";
import type { Decision } from "../model/decision/decide.js";
import { meanOf } from "../model/uncertainty/spread.js";

export interface CostOfTarget {
  readonly target: string;
  readonly title: string;
  readonly platform: string;
  /** Of a month, on average over the draws. */
  readonly bill: Bill;
  /** That over the mean traffic. */
  readonly per1000Usd: number;
}

/** Of those that qualify, the lowest bill first. */
export function costOfTargets({ decision, courses }: Advice): CostOfTarget[] {
  const requests = meanRequests(decision);
  return courses
    .flatMap(({ target: { target, title }, option: { cost, option } }) =>
      cost.bill === null
        ? []
        : [
            {
              target,
              title,
              platform: option.platform.title,
              bill: cost.bill,
              per1000Usd: (cost.bill.totalUsd / requests) * 1000,
            },
          ],
    )
    .sort((a, b) => a.per1000Usd - b.per1000Usd);
}

/** Over the draws, as the bill is. */
function meanRequests({ simulation: { model, inputs } }: Decision): number {
  return meanOf(inputs[model.inputs.findIndex(({ id }) => id === "requestsPerMonth")]!);
}
