/** Published figures of what crossing into Wasm costs. */
import type { CrossingCurve } from "../../model/boundary/curves.js";
import type { CrossingWay } from "../../model/boundary/ways.js";
import { EDGE_LLMS, HOW_WASM_WORKS, UNIVERSAL_RUNTIME } from "../../model/sources.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { HOST_NAME, sizeText } from "../boundary.js";
import { type Claim, gainBetween, type TestedGain } from "./claim.js";

const COMMAND = "npx portolan measure --boundary";

type Point = CrossingCurve["bySize"][number];

/** Between two measured points of a way, in each host that has both. */
function pointGains(
  { crossings }: MeasuredSummary,
  way: CrossingWay,
  pick: (curve: CrossingCurve) => readonly [from: Point | undefined, to: Point | undefined],
  where: (from: Point, to: Point) => string,
): TestedGain[] {
  return crossings.flatMap((curve) => {
    const [from, to] = curve.way === way ? pick(curve) : [];
    if (!from || !to) return [];
    return [gainBetween(`${where(from, to)} in ${HOST_NAME[curve.host]}`, range(from), range(to))];
  });
}

const range = ({ ms, leastMs, mostMs }: Point) => ({ value: ms, low: leastMs, high: mostMs });

/** The least and the largest that was measured. */
const ends = ({ bySize }: CrossingCurve) => [bySize[0], bySize.at(-1)] as const;

export const BOUNDARY_CLAIMS: readonly Claim[] = [
  {
    id: "001-c",
    source: HOW_WASM_WORKS.name,
    says: "what the boundary costs grows with the size of the tensor",
    gain: { low: 0, high: 1 },
    test: (summary) =>
      pointGains(
        summary,
        "copy-in",
        ends,
        (from, to) => `copying in ${sizeText(to.bytes)} in place of ${sizeText(from.bytes)}`,
      ),
    command: COMMAND,
  },
  {
    id: "002-j",
    source: UNIVERSAL_RUNTIME.name,
    says: "frequent small calls across the boundary can cancel the gain",
    gain: { low: 0, high: 1 },
    test: (summary) =>
      pointGains(
        summary,
        "copy-in",
        ({ byCalls }) => [byCalls[0], byCalls.at(-1)],
        (from, to) =>
          `copying in ${sizeText(from.bytes)} by ${to.calls.toLocaleString("en-US")} calls in place of ${from.calls}`,
      ),
    command: COMMAND,
  },
  {
    id: "004-d",
    source: EDGE_LLMS.name,
    says: "passing a tensor to a module is zero-copy: a pointer, whatever its size",
    gain: { low: 1, high: Infinity },
    test: (summary) =>
      [
        ["view", "a view of"],
        ["copy-in", "copying in, as engines do,"],
      ].flatMap(([way, name]) =>
        pointGains(
          summary,
          way as CrossingWay,
          ends,
          (from, to) => `${name} ${sizeText(to.bytes)} in place of ${sizeText(from.bytes)}`,
        ),
      ),
    command: COMMAND,
  },
];
