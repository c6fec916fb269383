import { CallTreeBuilder } from "./traces/call-tree.js";
import { TraceError } from "./traces/format.js";
import type { ImportedProfile } from "./traces/profile.js";

/**
 * The part of a profile below one function, as a profile of its own: the function's calls become the whole, and their
 * time the wall. Start-up, calibration and other threads fall away.
 *
 * @param name the function's name, as the profiler writes it; its outermost occurrence on each stack counts
 * @throws TraceError when no frame has that name
 */
export function profileUnder(profile: ImportedProfile, name: string): ImportedProfile {
  const { frames, parent, frame, selfMs } = profile.tree;
  const builder = new CallTreeBuilder();
  const wanted = new Set(frames.flatMap((candidate, index) => (candidate.name === name ? [index] : [])));
  // Node in the old tree → node in the new one; −1 outside of the function.
  const moved: number[] = [-1];
  let wallMs = 0;
  for (let node = 1; node < parent.length; node++) {
    const above = moved[parent[node]!]!;
    const index = frame[node]!;
    if (above < 0 && !wanted.has(index)) {
      moved.push(-1);
      continue;
    }
    const copy = builder.child(Math.max(0, above), builder.frame(frames[index]!));
    builder.add(copy, selfMs[node]!);
    wallMs += selfMs[node]!;
    moved.push(copy);
  }
  if (!(wallMs > 0)) {
    throw new TraceError(
      `no time below a function named "${name}"; the profile has ${frames.length} frames. ` +
        "Name a function as the profiler writes it.",
    );
  }
  const samples =
    profile.samples === null || profile.wallMs <= 0
      ? null
      : Math.round((profile.samples * wallMs) / profile.wallMs);
  return { ...profile, wallMs, tree: builder.build(), samples, order: null, startUp: null };
}
