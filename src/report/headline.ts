import { BUCKETS_AND_REST, type BucketOrUnattributed } from "../model/buckets.js";
import { formatRatio, formatShare } from "../model/format.js";
import { baselineCell, dominantBucket } from "../model/rules.js";
import { chosenOption, mustMove, type Reviewed } from "./review.js";
import { inWords, listed, named } from "./words.js";

const IN_PROSE: Readonly<Record<BucketOrUnattributed, string>> = {
  interpreter: "interpreter glue",
  compute: "model compute",
  io: "IO and marshalling",
  unattributed: "time that no span claims",
};

/** "On this machine, three of five workloads deserve a port: two to Native and one to Wasm." */
export function headline(reviewed: readonly Reviewed[]): string {
  const total = reviewed.length;
  if (total === 0) return "This run holds no workload.";
  if (reviewed.every(({ advice }) => advice.state === "no-baseline"))
    return "No baseline was measured, so there is nothing to compare a port with.";
  const ports = reviewed.filter(({ advice }) => advice.state === "recommended");
  const forced = ports.filter(mustMove);
  const deserving = ports.filter((port) => !forced.includes(port));
  if (ports.length === 0) return `On this machine, ${withoutPorts(reviewed)}.`;
  if (deserving.length === 0)
    return `Under these conditions, ${whoMoves(forced.length, total)}: ${destinations(forced)}.`;
  const verb = deserving.length === 1 ? "deserves" : "deserve";
  const more = forced.length > 0 ? `; ${inWords(forced.length)} more cannot stay` : "";
  return `On this machine, ${shareOf(deserving.length, total)} ${verb} a port: ${destinations(deserving)}${more}.`;
}

function whoMoves(count: number, total: number): string {
  if (total === 1) return "the workload cannot stay";
  return count === total
    ? "no workload can stay"
    : `${inWords(count)} of ${inWords(total)} workloads cannot stay`;
}

function withoutPorts(reviewed: readonly Reviewed[]): string {
  if (!reviewed.some(({ advice }) => advice.state === "stay")) return "no target meets these conditions";
  return reviewed.length === 1
    ? "the workload is best left where it is"
    : `none of the ${inWords(reviewed.length)} workloads deserves a port`;
}

/** The sentences under the headline: the largest gain, where the time goes, who stays, and how sure all that is. */
export function standfirst(reviewed: readonly Reviewed[]): string[] {
  return [largestGain(reviewed), whereTimeGoes(reviewed), theOthers(reviewed), sureness(reviewed)].filter(
    (sentence) => sentence !== null,
  );
}

function shareOf(count: number, total: number): string {
  if (count < total) return `${inWords(count)} of ${inWords(total)} workloads`;
  return total === 1 ? "the workload" : total === 2 ? "both workloads" : `all ${inWords(total)} workloads`;
}

function destinations(ports: readonly Reviewed[]): string {
  const counts = new Map<string, number>();
  for (const { advice } of ports) {
    const target = chosenOption(advice)?.target;
    const title = target && named(target);
    if (title) counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  if (counts.size === 1) return `${ports.length > 1 ? "each " : ""}to ${[...counts.keys()][0]}`;
  const groups = [...counts].sort((a, b) => b[1] - a[1]);
  return listed(groups.map(([title, count]) => `${inWords(count)} to ${title}`));
}

function largestGain(reviewed: readonly Reviewed[]): string | null {
  const gains = reviewed.flatMap(({ workload, advice }) => {
    const option = chosenOption(advice);
    const ratio = advice.state === "recommended" ? option?.cell.ratio : null;
    return option && ratio?.verdict === "faster" ? [{ workload, option, ratio }] : [];
  });
  const best = gains.sort((a, b) => a.ratio.value - b.ratio.value)[0];
  if (!best) return null;
  const verb = gains.length === 1 ? "The one clear gain is" : "The largest gain is";
  return `${verb} “${best.workload.title}”: ${formatRatio(best.ratio)} on ${named(best.option.target)}.`;
}

function whereTimeGoes(reviewed: readonly Reviewed[]): string | null {
  const dominants = reviewed.flatMap(({ workload }) => {
    const cell = baselineCell(workload);
    return cell ? [{ workload, ...dominantBucket(cell.attribution) }] : [];
  });
  if (dominants.length === 0) return null;
  const groups = BUCKETS_AND_REST.flatMap((bucket) => {
    const own = dominants.filter((dominant) => dominant.bucket === bucket);
    return own.length > 0 ? [{ bucket, own }] : [];
  });
  const clauses = groups.map(({ bucket, own }, i) => {
    const shares = own.map(({ share }) => share);
    const noun = i === 0 ? ` ${own.length === 1 ? "workload" : "workloads"}` : "";
    return `${IN_PROSE[bucket]} dominates ${inWords(own.length)}${noun} (${shareRange(shares)})`;
  });
  return `Today, ${listed(clauses)}.`;
}

function shareRange(shares: readonly number[]): string {
  const [least, most] = [Math.min(...shares), Math.max(...shares)].map(formatShare);
  return least === most ? `${least} of the time` : `${least} to ${most} of the time`;
}

function theOthers(reviewed: readonly Reviewed[]): string | null {
  const titles = (state: Reviewed["advice"]["state"]) =>
    reviewed.filter(({ advice }) => advice.state === state).map(({ workload }) => `“${workload.title}”`);
  const clauses = [
    say(titles("stay"), "is best left where it is", "are best left where they are"),
    say(
      titles("none-eligible"),
      "has no target that meets these conditions",
      "have none that meets these conditions",
    ),
    say(titles("no-baseline"), "has no measured baseline", "have no measured baseline"),
  ].filter((clause) => clause !== null);
  return clauses.length === 0 ? null : `${clauses.join("; ")}.`;
}

function say(titles: readonly string[], one: string, many: string): string | null {
  if (titles.length === 0) return null;
  return `${listed(titles)} ${titles.length === 1 ? one : many}`;
}

function sureness(reviewed: readonly Reviewed[]): string | null {
  const levels = reviewed.flatMap(({ advice }) => ("confidence" in advice ? [advice.confidence.level] : []));
  const parts = (["high", "moderate", "low"] as const).flatMap((level) => {
    const count = levels.filter((other) => other === level).length;
    return count > 0 ? [{ level, count }] : [];
  });
  const [first] = parts;
  if (!first) return null;
  if (parts.length === 1) return `Confidence is ${first.level}${levels.length > 1 ? " throughout" : ""}.`;
  return `Confidence is ${listed(parts.map(({ level, count }) => `${level} in ${inWords(count)}`))}.`;
}
