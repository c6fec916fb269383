/** Lambda's memory ladder in words and as a table. */

import type { LambdaLadderView, LambdaSize } from "../model/decision/lambda-ladder-view.js";
import { countText, formatMs, formatShare, usdText } from "../model/format.js";
import { p99Text } from "./tail.js";

export const LADDER_COLUMNS = [
  "memory",
  "vCPU",
  "warm request",
  "p99",
  "keeps the p99 limit",
  "bill a month",
  "basis",
] as const;

const BASIS = {
  "measured-equivalent": "as measured here",
  extrapolated: "extrapolated",
} as const;

export function ladderRows(view: LambdaLadderView): string[][] {
  return view.sizes.map((size) => [
    `${mbText(size)}${size.memoryMb === view.chosenMb ? " (chosen)" : ""}`,
    countText(size.vcpuShare),
    formatMs(size.warmMs),
    p99Text(view, size.p99Ms),
    size.keepsP99 === null ? "no limit" : `in ${formatShare(size.keepsP99)}`,
    usdText(size.usdPerMonth),
    BASIS[size.basis],
  ]);
}

const mbText = ({ memoryMb }: Pick<LambdaSize, "memoryMb">) => `${memoryMb.toLocaleString("en-US")} MB`;

/** What the table says: the size that is gone by, the cheapest and the fastest, and what is no measurement. */
export function ladderSentences(view: LambdaLadderView): string[] {
  const { title, chosenMb, cheapest, fastest, cheapestKeeping, sloMs, tooSmallMb, neededMb } = view;
  const at = (size: LambdaSize) =>
    `${mbText(size)} (${usdText(size.usdPerMonth)} a month, ${formatMs(size.warmMs)} for a warm request, ${BASIS[size.basis]})`;
  const limit = sloMs === null ? "" : ` of ${formatMs(sloMs)}`;
  const keeping =
    sloMs === null || cheapestKeeping === cheapest
      ? ""
      : cheapestKeeping === null
        ? ` No size keeps the p99 limit${limit}.`
        : ` The cheapest that keeps the p99 limit${limit} is ${at(cheapestKeeping)}.`;
  const same = cheapest === fastest;
  return [
    `The bill of ${title} goes by ${mbText({ memoryMb: chosenMb })}, the smallest size at which the time measured here holds: CPU comes in proportion to memory. ${
      same
        ? `It has no cheaper and no faster size than ${at(cheapest)}.`
        : `The cheapest size is ${at(cheapest)}, the fastest ${at(fastest)}.`
    }${keeping}`,
    "Where a size gives less CPU than was measured with, its times are extrapolated: computing takes longer in proportion, waiting does not. More CPU than its threads can use changes nothing.",
    ...(tooSmallMb.length > 0
      ? [
          `Sizes below ${mbText({ memoryMb: neededMb })} do not hold it: its measured peak with a quarter of headroom.`,
        ]
      : []),
  ];
}
