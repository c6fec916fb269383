/**
 * How a p99 is told. It stands only on samples that support it; else it is a modelled tail, and its model is named. A
 * modelled one has no range: the draws know nothing of a tail that nobody saw.
 */
import { p99Lack, type TailBasis, type TargetEvidence } from "../model/decision/evidence.js";
import { formatMs } from "../model/format.js";
import type { Spread } from "../model/uncertainty/spread.js";
import { counted, listed, named } from "./words.js";

/** What a p99 is told of: an option, or a view of one. */
interface Tailed {
  readonly tail: TailBasis;
}

/** Whether samples do not support it and a model of it is told. */
export const isModelled = ({ tail: { state } }: Tailed): boolean => state === "thin" || state === "unseen";

/** "38 ms", "≈ 38 ms (modelled)", "800 ms (as stated)", "not known". */
export function p99Text(of: Tailed, p99Ms: number): string {
  const text = p99Short(of, p99Ms);
  if (of.tail.state === "stated") return `${text} (as stated)`;
  return isModelled(of) ? `${text} (modelled)` : text;
}

/** The same where a note says what "≈" marks. */
export function p99Short(of: Tailed, p99Ms: number): string {
  const text = latencyText(p99Ms);
  return isModelled(of) ? `≈ ${text}` : text;
}

/** A latency that may have no end, as an overloaded system’s queue grows for ever; or that nobody knows. */
export function latencyText(ms: number): string {
  if (Number.isNaN(ms)) return "not known";
  return Number.isFinite(ms) ? formatMs(ms) : "without end";
}

/** "32 ms to 45 ms" over the draws; of a modelled tail, its model. */
export function p99Range(of: Tailed, { p5, p95 }: Pick<Spread, "p5" | "p95">): string {
  const { tail } = of;
  if (tail.state === "unknown") return "nobody timed it";
  if (tail.state === "stated") return "as stated";
  return isModelled(of) ? modelText(tail) : rangeText(p5, p95, latencyText);
}

/** "$4.2 to $11"; said so where there is no spread. */
export function rangeText(from: number, to: number, format: (value: number) => string): string {
  const [low, high] = [format(from), format(to)];
  return low === high ? "always the same" : `${low} to ${high}`;
}

/** Up to so many samples, their slowest is the first that lies above 99 % of them. */
const SLOWEST_UP_TO = 100;

/** "the slowest of 11 samples", "the median, since no tail was seen". */
function modelText(tail: TailBasis): string {
  if (tail.state !== "thin") return "the median, since no tail was seen";
  const samples = counted(tail.samples, "sample");
  return tail.samples <= SLOWEST_UP_TO ? `the slowest of ${samples}` : `99 % of only ${samples}`;
}

/** Which models stand behind the tails that are marked as modelled, and what would replace them; null for none. */
export function tailSentence(
  targets: readonly Pick<TargetEvidence, "title" | "tail">[],
  workload: string,
): string | null {
  const titles = new Map<string, Set<string>>();
  let needed = 0;
  for (const target of targets) {
    if (!isModelled(target)) continue;
    if (target.tail.state === "thin") needed = Math.max(needed, target.tail.needed);
    const model = modelText(target.tail);
    titles.set(model, (titles.get(model) ?? new Set()).add(named(target)));
  }
  if (titles.size === 0) return null;
  const models = [...titles].map(([model, of]) => `for ${listed([...of])} ${model}`);
  const more =
    needed === 0
      ? ""
      : ` A p99 needs ${needed.toLocaleString("en-US")} samples: \`npx portolan measure --workload ${workload} --effort publish\` takes them.`;
  return `≈ marks a modelled tail, which is no measured p99: ${listed(models)}.${more}`;
}

/** As a machine reads it. */
export function tailJson(target: TargetEvidence): { readonly basis: TailName; readonly lack: string | null } {
  const { state } = target.tail;
  return { basis: state === "thin" || state === "unseen" ? "modelled" : state, lack: p99Lack(target) };
}

/** modelled: the samples support no p99. stated: the reader does. unknown: nobody timed it. */
export type TailName = "measured" | "modelled" | "stated" | "unknown";
