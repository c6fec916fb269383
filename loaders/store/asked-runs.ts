/** What `--run` names, as one text, which programs hand on: "<id>,<id>=<platform>". No run's id has a comma or "=". */
interface AskedRuns {
  /** The report's own; undefined for the newest. */
  readonly main: string | undefined;
  /** Where more options come from, and the platform that the machine stands for. */
  readonly others: readonly { readonly runId: string; readonly platform: string | null }[];
}

/** @throws Error that says what is allowed */
export function askedRuns(text: string | undefined): AskedRuns {
  const [first, ...rest] = (text ?? "").split(",").map((one) => {
    const [runId, platform] = one.split("=") as [string, string | undefined];
    return { runId, platform: platform ?? null };
  });
  if (first!.platform !== null)
    throw new Error(`--run ${text}: the first run is today's, whose platform the scenario names first`);
  const ids = [first!, ...rest].map(({ runId }) => runId);
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) throw new Error(`--run names ${twice} twice; name each run once`);
  return { main: first!.runId || undefined, others: rest };
}
