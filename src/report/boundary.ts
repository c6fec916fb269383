/** What crossing a boundary costs, in sentences computed from what was measured. */
import type { CrossingCurve, CurvePoint } from "../model/boundary/curves.js";
import { type CrossingFit, crossingMs, fitCrossing } from "../model/boundary/fit.js";
import { type CrossingHost, type CrossingSide, type CrossingWay, WAYS } from "../model/boundary/ways.js";
import { formatBytes, formatMs } from "../model/format.js";
import { factor, listed } from "./words.js";

const MIB = 1 << 20;

/** "64 B", "1 MiB": the sizes are round, and so is what is said of them. */
export const sizeText = (bytes: number, digits = 3): string =>
  formatBytes(bytes, digits).replace(/\.0+ /, " ");

export const HOST_NAME: Readonly<Record<CrossingHost, string>> = { node: "Node", browser: "a browser" };

export const SIDE_NAME: Readonly<Record<CrossingSide, string>> = {
  memory: "Wasm’s memory",
  thread: "another thread",
  python: "Pyodide",
  native: "native code",
  gpu: "the GPU",
};

/** A curve with what is fitted to it: nothing where software imitates the GPU, or where too few sizes were measured. */
export interface FittedCurve extends CrossingCurve {
  readonly fit: CrossingFit | null;
}

export function fittedCurves(curves: readonly CrossingCurve[]): FittedCurve[] {
  return curves
    .filter(({ bySize }) => bySize.length > 0)
    .map((curve) => ({ ...curve, fit: curve.adapter?.software ? null : fitCrossing(curve.bySize) }));
}

const find = (curves: readonly FittedCurve[], host: CrossingHost, way: CrossingWay) =>
  curves.find((curve) => curve.host === host && curve.way === way);

/** What the page opens with: what bytes cost, what a call costs, and what both mean. */
export function boundaryFinding(curves: readonly FittedCurve[]): string {
  const sentences = curves.flatMap(({ host, way, fit, bySize }) => {
    if (way !== "copy-in" || fit === null) return [];
    const call = find(curves, host, "call-in")?.bySize[0]?.ms;
    const one = bySize.find(({ bytes }) => bytes === MIB)?.ms ?? crossingMs(fit, MIB);
    const copy = `In ${HOST_NAME[host]}, copying 1 MiB into Wasm’s memory costs ${formatMs(one, 2)}${furtherBytes(fit)}`;
    if (call === undefined) return [`${copy}.`];
    return [
      `${copy}; a call costs ${formatMs(call, 2)}, and the least copy (${sizeText(bySize[0]!.bytes)}) ${formatMs(bySize[0]!.ms, 2)}.`,
    ];
  });
  return sentences.join(" ") || "This run did not measure what copying into Wasm’s memory costs.";
}

/** ", and beyond 1 MiB 190 µs for each further one" */
function furtherBytes({ beyond, perByteMs }: CrossingFit): string {
  if (beyond === null) return "";
  const each = formatMs(beyond.perByteMs * MIB, 2);
  const against = perByteMs > 0 ? `, ${factor(beyond.perByteMs / perByteMs)} times as much` : "";
  return `, and beyond ${sizeText(beyond.fromBytes)} each further one ${each}${against}`;
}

/** Whether the same bytes were sent in one call and in many; a call that carries none has no such curve. */
export const isBatched = ({ byCalls }: CrossingCurve): boolean => byCalls.length > 1 && byCalls[0]!.bytes > 0;

/** What the same bytes cost in many calls, and from how many calls on the calls cost more than the bytes. */
export function batchingFinding({ way, host, byCalls }: CrossingCurve): string {
  const [one, most] = [byCalls[0], byCalls.at(-1)];
  const title = WAYS[way].title;
  if (!one || !most || most.calls === one.calls) return `${title}: not measured in more than one call.`;
  const times = most.ms / one.ms;
  const turn = evenCalls(one, most);
  const even =
    turn === null
      ? "no number of calls that was tried costs more than the bytes"
      : `from about ${turn.toLocaleString("en-US")} calls on, the calls cost more than the bytes`;
  const many = most.calls.toLocaleString("en-US");
  return `In ${HOST_NAME[host]}, ${sizeText(one.bytes)} by “${title}” takes ${formatMs(one.ms, 2)} in one call and ${formatMs(most.ms, 2)} in ${many}, ${factor(times)} times as long; ${even}.`;
}

/** How many calls cost as much as all bytes do in one, with two digits; null where that is beyond what was tried. */
export function evenCalls(one: CurvePoint, most: CurvePoint): number | null {
  const perCallMs = (most.ms - one.ms) / (most.calls - one.calls);
  if (!(perCallMs > 0)) return null;
  const calls = Number((one.ms / perCallMs).toPrecision(2));
  return calls <= most.calls ? Math.max(1, Math.round(calls)) : null;
}

/** The finding of one side in one host, as its figure's title. */
export function sideFinding(side: CrossingSide, host: CrossingHost, curves: readonly FittedCurve[]): string {
  const of = (way: CrossingWay) => find(curves, host, way);
  switch (side) {
    case "memory":
      return memoryFinding(of("copy-in"), of("slice"));
    case "thread":
      return threadFinding(of("clone"), of("transfer"), of("shared"));
    case "gpu":
      return gpuFinding(of("gpu-upload"), of("gpu-read-back"));
    case "python":
      return flatFinding(
        "A call into Pyodide",
        of("python-call"),
        "filling a buffer of it",
        of("python-buffer"),
      );
    case "native":
      return flatFinding("A native call", of("native-call"), "one with a buffer", of("native-pointer"));
  }
}

function memoryFinding(copy: FittedCurve | undefined, slice: FittedCurve | undefined): string {
  const largest = copy?.bySize.at(-1);
  if (!largest) return "Copies into Wasm’s memory were not measured.";
  const bytes = sizeText(largest.bytes);
  const first = `${bytes} into Wasm’s memory take ${formatMs(largest.ms, 2)}`;
  const sliced = slice && at(slice, largest.bytes);
  if (!sliced) return `${first}.`;
  return `${first}; a slice out of it, which takes new memory, ${formatMs(sliced.ms, 2)}`;
}

function threadFinding(...curves: readonly (FittedCurve | undefined)[]): string {
  const shown = curves.flatMap((curve) => (curve ? [curve] : []));
  const largest = shown[0]?.bySize.at(-1);
  if (!largest) return "Messages to another thread were not measured.";
  const times = shown.flatMap((curve) => {
    const point = at(curve, largest.bytes);
    return point ? [`${formatMs(point.ms, 2)} ${THREAD_WORD[curve.way] ?? curve.way}`] : [];
  });
  const least = Math.min(...shown.map(({ bySize }) => bySize[0]!.ms));
  return `To another thread and back takes at least ${formatMs(least, 2)}; ${sizeText(largest.bytes)} take ${listed(times)}`;
}

const THREAD_WORD: Partial<Record<CrossingWay, string>> = {
  clone: "cloned",
  transfer: "transferred",
  shared: "in shared memory",
};

function gpuFinding(upload: FittedCurve | undefined, readBack: FittedCurve | undefined): string {
  const some = upload ?? readBack;
  const { adapter } = some ?? {};
  if (!some || !adapter) return "Upload to a GPU was not measured.";
  if (adapter.software)
    return `${adapter.name} imitates a GPU on the CPU: that it works is shown, what a GPU takes is not`;
  const ends = [upload, readBack].flatMap((curve) => {
    const [least, most] = [curve?.bySize[0], curve?.bySize.at(-1)];
    return curve && least && most
      ? [
          `${WAYS[curve.way].title}: at least ${formatMs(least.ms, 2)}, ${formatMs(most.ms, 2)} for ${sizeText(most.bytes)}`,
        ]
      : [];
  });
  return `On ${adapter.name}: ${ends.join("; ")}`;
}

/** What hardly depends on the size. */
function flatFinding(
  name: string,
  call: FittedCurve | undefined,
  otherName: string,
  other: FittedCurve | undefined,
): string {
  const [first, second] = [call?.bySize[0], other?.bySize[0]];
  if (!first) return `${name} was not measured.`;
  const one = `${name} costs ${formatMs(first.ms, 2)}`;
  const last = other?.bySize.at(-1);
  if (!second || !last) return one;
  const same =
    last.ms / second.ms < 2 ? "whatever its size" : `${formatMs(last.ms, 2)} for ${sizeText(last.bytes)}`;
  return `${one}; ${otherName} ${formatMs(second.ms, 2)} for ${sizeText(second.bytes)}, ${same}`;
}

const at = ({ bySize }: CrossingCurve, bytes: number): CurvePoint | undefined =>
  bySize.find((point) => point.bytes === bytes);

/** "29 ns + 37 µs for each MiB, 190 µs beyond 1 MiB" */
export function fitText(fit: CrossingFit): string {
  const bytes = fit.perByteMs * MIB;
  const parts = [formatMs(fit.perCallMs, 2), ...(bytes > 0 ? [`${formatMs(bytes, 2)} for each MiB`] : [])];
  const beyond =
    fit.beyond === null
      ? ""
      : `; beyond ${sizeText(fit.beyond.fromBytes)}, ${formatMs(fit.beyond.perByteMs * MIB, 2)}`;
  return parts.join(" + ") + beyond;
}

/** What was not measured, each with its reason and command. */
export function boundaryGaps(
  curves: readonly CrossingCurve[],
): { readonly what: string; readonly reason: string; readonly enable: string }[] {
  const gaps = curves.flatMap(({ host, way, missing }) =>
    missing === null ? [] : [{ host, title: WAYS[way].title, ...missing }],
  );
  const keyOf = ({ host, reason, enable }: (typeof gaps)[number]) => JSON.stringify([host, reason, enable]);
  return [...new Set(gaps.map(keyOf))].map((key) => {
    const same = gaps.filter((gap) => keyOf(gap) === key);
    const { host, reason, enable } = same[0]!;
    return { what: `${listed(same.map(({ title }) => title))} in ${HOST_NAME[host]}`, reason, enable };
  });
}
