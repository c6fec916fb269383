/** What an imported profile tells of the program beyond its buckets. */
import type { NodeDestination } from "../buckets.js";
import type { ImportedProfile } from "../traces/profile.js";
import { arrayCode, type CodeNode } from "./array-code.js";
import type { Engine, ForecastExtras } from "./input.js";

/** @param destinations where each node's self time goes, as `nodeDestinations` says */
export function extrasOfProfile(
  profile: ImportedProfile,
  destinations: readonly NodeDestination[],
): ForecastExtras {
  const { tree, boundary, operators } = profile;
  let [pythonMs, jsMs, wasmMs] = [0, 0, 0];
  for (let node = 1; node < tree.parent.length; node++) {
    const { category } = tree.frames[tree.frame[node]!]!;
    const ms = tree.selfMs[node]!;
    if (category === "python") pythonMs += ms;
    if (category === "js") jsMs += ms;
    if (destinations[node] === "compute" && category === "wasm") wasmMs += ms;
  }
  const host = profile.host ?? (pythonMs > jsMs ? "python" : jsMs > 0 ? "node" : "unknown");
  const engine: Engine = wasmMs > 0 ? "wasm" : host === "python" ? "native" : "unknown";
  return {
    operators,
    boundary: boundary && {
      calls: boundary.calls,
      bytes: boundary.bytes === null || boundary.calls === 0 ? null : boundary.bytes / boundary.calls,
    },
    host,
    engine,
    ...arrayCode(nodesOf(profile, destinations)),
  };
}

function* nodesOf(
  { tree }: ImportedProfile,
  destinations: readonly NodeDestination[],
): Generator<CodeNode, void> {
  yield { parent: -1, name: "", file: null, destination: "unattributed", selfMs: 0 };
  for (let node = 1; node < tree.parent.length; node++) {
    const { name, file } = tree.frames[tree.frame[node]!]!;
    const [parent, selfMs] = [tree.parent[node]!, tree.selfMs[node]!];
    yield { parent, name, file, destination: destinations[node]!, selfMs };
  }
}
