interface CpuProfile {
  readonly startTime: number;
  readonly endTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/**
 * A .cpuprofile cut to a window of its own clock (microseconds, the one of `process.hrtime`). Unlike a function, the
 * window keeps what V8 puts beside the stacks: garbage collection, and callbacks that the event loop starts.
 *
 * @throws Error when no sample lies in the window
 */
export function cutCpuProfile(text: string, startUs: number, endUs: number): string {
  const profile = JSON.parse(text) as CpuProfile;
  const samples: number[] = [];
  const timeDeltas: number[] = [];
  let at = profile.startTime;
  let last = startUs;
  for (const [i, sample] of profile.samples.entries()) {
    at += profile.timeDeltas[i] ?? 0;
    if (at < startUs || at >= endUs) continue;
    samples.push(sample);
    timeDeltas.push(at - last);
    last = at;
  }
  if (samples.length === 0) {
    throw new Error(
      `no sample between ${startUs} and ${endUs} µs; the profile runs from ${profile.startTime} to ${profile.endTime} µs`,
    );
  }
  return JSON.stringify({ ...profile, startTime: startUs, endTime: endUs, samples, timeDeltas });
}
