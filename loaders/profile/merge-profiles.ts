import { CallTreeBuilder } from "../../src/model/traces/call-tree.ts";
import { type DeviceUse, IDLE_CAUSES, type ImportedProfile } from "../../src/model/traces/profile.ts";

/**
 * Profiles of several executions of one command as one: equal stacks add up, and so do times and samples.
 *
 * @param profiles of one format, at least one
 */
export function mergeProfiles(profiles: readonly ImportedProfile[]): ImportedProfile {
  const [first] = profiles;
  if (!first) throw new RangeError("0 profiles to merge; at least 1 is needed");
  if (profiles.length === 1) return first;
  const sum = (of: (profile: ImportedProfile) => number) =>
    profiles.reduce((total, profile) => total + of(profile), 0);
  const merged = mergeTrees(profiles);
  return {
    ...first,
    wallMs: sum(({ wallMs }) => wallMs),
    hiddenMs: sum(({ hiddenMs }) => hiddenMs),
    samples: first.samples === null ? null : sum(({ samples }) => samples ?? 0),
    tree: merged.tree,
    // Of several executions there is none.
    order: null,
    requests: mergeRequests(profiles, merged.nodes),
    startUp: mergeStartUps(profiles, merged.nodes),
    device: mergeDevice(profiles),
    operators: mergeOperators(profiles),
    boundary: mergeBoundaries(profiles),
    warnings: [...new Set(profiles.flatMap(({ warnings }) => warnings))],
  };
}

/** One tree, and per profile the node in it of each of its own. */
function mergeTrees(profiles: readonly ImportedProfile[]) {
  const builder = new CallTreeBuilder();
  const nodes = profiles.map(({ tree }) => {
    const node = [0];
    for (let i = 1; i < tree.parent.length; i++) {
      node[i] = builder.child(node[tree.parent[i]!]!, builder.frame(tree.frames[tree.frame[i]!]!));
      builder.add(node[i]!, tree.selfMs[i]!);
    }
    return node;
  });
  return { tree: builder.build(), nodes };
}

function mergeRequests(
  profiles: readonly ImportedProfile[],
  nodes: readonly (readonly number[])[],
): ImportedProfile["requests"] {
  const [what] = profiles.flatMap(({ requests }) => requests?.what ?? []);
  if (what === undefined) return null;
  const each = profiles.flatMap(({ requests }, at) =>
    (requests?.each ?? []).map((request) => ({
      ...request,
      nodes: request.nodes.map((node) => nodes[at]![node]!),
    })),
  );
  return { what, each };
}

/** Null unless each tells it: else some of its time would count as steady. */
function mergeStartUps(
  profiles: readonly ImportedProfile[],
  nodes: readonly (readonly number[])[],
): ImportedProfile["startUp"] {
  const all = profiles.flatMap(({ startUp }) => startUp ?? []);
  if (all.length < profiles.length) return null;
  return {
    until: all[0]!.until,
    wallMs: all.reduce((total, { wallMs }) => total + wallMs, 0),
    nodes: all.flatMap((startUp, at) => startUp.nodes.map((node) => nodes[at]![node]!)),
    selfMs: all.flatMap(({ selfMs }) => selfMs),
  };
}

function mergeDevice(profiles: readonly ImportedProfile[]): ImportedProfile["device"] {
  const known = profiles.flatMap(({ device }) => device ?? []);
  if (known.length === 0) return null;
  const sum = (of: (device: DeviceUse) => number) => known.reduce((total, device) => total + of(device), 0);
  const idleMs = Object.fromEntries(
    IDLE_CAUSES.map((cause) => [cause, sum((device) => device.idleMs[cause])]),
  ) as DeviceUse["idleMs"];
  return { busyMs: sum(({ busyMs }) => busyMs), idleMs };
}

function mergeOperators(profiles: readonly ImportedProfile[]) {
  const times = new Map<string, { ms: number; calls: number }>();
  for (const { operator, ms, calls } of profiles.flatMap(({ operators }) => operators)) {
    const known = times.get(operator) ?? { ms: 0, calls: 0 };
    times.set(operator, { ms: known.ms + ms, calls: known.calls + calls });
  }
  return [...times].map(([operator, time]) => ({ operator, ...time })).sort((a, b) => b.ms - a.ms);
}

function mergeBoundaries(profiles: readonly ImportedProfile[]) {
  const known = profiles.flatMap(({ boundary }) => boundary ?? []);
  if (known.length === 0) return null;
  return {
    calls: known.reduce((total, { calls }) => total + calls, 0),
    bytes: known.some(({ bytes }) => bytes === null)
      ? null
      : known.reduce((total, { bytes }) => total + (bytes ?? 0), 0),
  };
}
