/** Published figures of what crossing into Wasm costs. */
import type { CrossingCurve } from "../../model/boundary/curves.js";
import type { CrossingWay } from "../../model/boundary/ways.js";
import { EDGE_LLMS, HOW_WASM_WORKS, UNIVERSAL_RUNTIME } from "../../model/sources.js";
import { HOST_NAME, sizeText } from "../boundary.js";
import type { Claim, Evidence } from "./claim.js";
import { gainBetween, PAGES, type Quantity, type Reading, SLOWER } from "./reading.js";

const COMMAND = "npx portolan measure --boundary";

type Point = CrossingCurve["bySize"][number];

/** Between two measured points of a way, in each host that has both. */
function pointReadings(
  { summary }: Evidence,
  way: CrossingWay,
  pick: (curve: CrossingCurve) => readonly [from: Point | undefined, to: Point | undefined],
  where: (from: Point, to: Point) => string,
): Reading[] {
  return (summary?.crossings ?? []).flatMap((curve) => {
    const [from, to] = curve.way === way ? pick(curve) : [];
    if (!from || !to) return [];
    const name = `${where(from, to)} in ${HOST_NAME[curve.host]}`;
    return [gainBetween(name, quantity(from), quantity(to), PAGES.boundary)];
  });
}

/** The middle half of the rounds: on a busy machine some round is always disturbed. */
const quantity = ({ ms, lowMs, highMs }: Point): Quantity => ({ value: ms, low: lowMs, high: highMs });

/** The least and the largest that was measured. */
const ends = ({ bySize }: CrossingCurve) => [bySize[0], bySize.at(-1)] as const;

export const BOUNDARY_CLAIMS: readonly Claim[] = [
  {
    id: "001-c",
    source: HOW_WASM_WORKS,
    says: "what the boundary costs grows with the size of the tensor",
    figure: "copies in and out; IO can get worse",
    by: "run",
    published: SLOWER,
    read: (evidence) =>
      pointReadings(
        evidence,
        "copy-in",
        ends,
        (from, to) => `copying in ${sizeText(to.bytes)} in place of ${sizeText(from.bytes)}`,
      ),
    command: COMMAND,
    why: "It gives no figure; here each size was timed. For small tensors a call costs more than its bytes.",
  },
  {
    id: "002-j",
    source: UNIVERSAL_RUNTIME,
    says: "frequent small calls across the boundary eat what Wasm gains",
    figure: "can cancel it",
    by: "run",
    published: SLOWER,
    enough: "any",
    read: (evidence) =>
      pointReadings(
        evidence,
        "copy-in",
        ({ byCalls }) => [byCalls[0], byCalls.at(-1)],
        (from, to) =>
          `copying in ${sizeText(from.bytes)} by ${to.calls.toLocaleString("en-US")} calls in place of ${from.calls}`,
      ),
    command: COMMAND,
    why: "It gives no figure; how many calls it takes depends on what each of them does.",
  },
  {
    id: "004-d",
    source: EDGE_LLMS,
    says: "passing a large tensor to the module",
    figure: "zero-copy: a pointer to shared memory",
    by: "run",
    // Up to a million times the bytes for at most three times the time: that does not grow with them.
    published: { low: 1 / 3, high: Infinity },
    read: (evidence) =>
      (
        [
          ["view", "a view of"],
          ["copy-in", "copying in, as engines do,"],
        ] as const
      ).flatMap(([way, name]) =>
        pointReadings(
          evidence,
          way,
          ends,
          (from, to) => `${name} ${sizeText(to.bytes)} in place of ${sizeText(from.bytes)}`,
        ),
      ),
    command: COMMAND,
    why: "A view of the module’s memory costs the same whatever its size, but a tensor that lies outside has to be copied in first: TechnoLynx’s article says so, against this one.",
  },
];
