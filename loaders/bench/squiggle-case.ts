import { type Range, triangle } from "../../src/model/scenario/range.ts";
import type { UncertainModel } from "../../src/model/uncertainty/model.ts";

/** One model, once as Squiggle's source and once as ours: two ways to serve a month's requests, and their difference. */
export const OUTCOMES = ["metered", "reserved", "difference"] as const;
/** What is read of each outcome; null is the mean. */
export const READ = [null, 0.05, 0.5, 0.95] as const;

const interval = (p5: number, p95: number): Range => ({ kind: "interval", p5, p95 });
/** Log-normal but for the last, which is normal since its 5th percentile is not positive. */
const RANGES: Readonly<Record<string, Range>> = {
  requests: interval(500_000, 8_000_000),
  wallMs: triangle(15, 40, 120),
  memoryGb: triangle(0.25, 0.5, 2),
  gbSecondUsd: interval(1.2e-5, 2e-5),
  serverUsd: interval(90, 400),
  servers: triangle(1, 2, 6),
  portUsd: triangle(2000, 9000, 30_000),
  months: triangle(12, 24, 60),
  upkeepUsd: interval(-200, 900),
};

export const ourModel: UncertainModel = {
  inputs: Object.entries(RANGES).map(([id, range]) => ({ id, label: id, unit: null, range })),
  options: ["all"],
  criteria: OUTCOMES,
  evaluate(draw, out) {
    out[0] = ((draw[0]! * draw[1]!) / 1000) * draw[2]! * draw[3]!;
    out[1] = draw[4]! * draw[5]! + draw[6]! / draw[7]! + draw[8]!;
    out[2] = out[0]! - out[1]!;
  },
};

export const SQUIGGLE_MODEL = `
${Object.entries(RANGES)
  .map(([id, range]) => `${id} = SampleSet.fromDist(${inSquiggle(range)})`)
  .join("\n")}
metered = requests * wallMs / 1000 * memoryGb * gbSecondUsd
reserved = serverUsd * servers + portUsd / months + upkeepUsd
difference = metered - reserved
[${OUTCOMES.flatMap((name) => READ.map((p) => (p === null ? `mean(${name})` : `quantile(${name}, ${p})`))).join(", ")}]
`;

function inSquiggle(range: Range): string {
  if (range.kind === "value") return String(range.value);
  if (range.kind === "triangle") return `Sym.triangular(${range.min}, ${range.mode}, ${range.max})`;
  return `Sym.${range.p5 > 0 ? "lognormal" : "normal"}({p5: ${range.p5}, p95: ${range.p95}})`;
}
