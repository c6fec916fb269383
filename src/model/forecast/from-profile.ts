/** What an imported profile tells of the program beyond its buckets. */
import type { NodeDestination } from "../traces/drawn-tree.js";
import type { ImportedProfile } from "../traces/profile.js";
import type { Engine, ForecastExtras, Host } from "./input.js";

/** Formats that only one host writes. */
const WRITTEN_BY: Readonly<Record<string, Host>> = {
  pstats: "python",
  scalene: "python",
  pyinstrument: "python",
  kineto: "python",
  cpuprofile: "node",
};

/** Compiled loops over arrays: a port to compiled code does not speed them up as it does bytecode. */
const VECTORISED = /(?:^|[/\\.])(?:numpy|scipy|pandas|polars|_multiarray_umath|pyarrow|numexpr)(?:[/\\.]|$)/;

/** @param destinations where each node's self time goes, as `nodeDestinations` says */
export function extrasOfProfile(
  profile: ImportedProfile,
  destinations: readonly NodeDestination[],
): ForecastExtras {
  const { tree, boundary, operators } = profile;
  let [pythonMs, jsMs, wasmMs, vectorisedMs] = [0, 0, 0, 0];
  for (let node = 1; node < tree.parent.length; node++) {
    const { category, file, name } = tree.frames[tree.frame[node]!]!;
    const ms = tree.selfMs[node]!;
    if (category === "python") pythonMs += ms;
    if (category === "js") jsMs += ms;
    if (destinations[node] === "compute" && category === "wasm") wasmMs += ms;
    const compiled = category === "native" || category === "builtin";
    if (compiled && destinations[node] === "interpreter" && VECTORISED.test(file ?? name)) vectorisedMs += ms;
  }
  const host = WRITTEN_BY[profile.format] ?? (pythonMs > jsMs ? "python" : jsMs > 0 ? "node" : "unknown");
  const engine: Engine = wasmMs > 0 ? "wasm" : host === "python" ? "native" : "unknown";
  return {
    operators,
    boundary: boundary && {
      calls: boundary.calls,
      bytes: boundary.bytes === null || boundary.calls === 0 ? null : boundary.bytes / boundary.calls,
    },
    host,
    engine,
    vectorisedMs,
  };
}
