import { isComparable } from "../../src/model/runs/comparable.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { askedRuns } from "./asked-runs.ts";
import { referenceRuns } from "./reference-runs.ts";
import { eachRun, type StoredRun } from "./runs.ts";

interface FoundRun {
  readonly stored: StoredRun;
  readonly platform: string | null;
}

/**
 * The other runs that are asked for, reference runs among them.
 *
 * @throws Error that says how runs are listed for an unknown one, or says why one can't be compared
 */
export function otherRunsOf(
  text: string | undefined,
  main: Pick<MeasuredSummary, "runId" | "suiteVersion">,
  warn: (message: string) => void,
): FoundRun[] {
  const { others } = askedRuns(text);
  if (others.length === 0) return [];
  const own = eachRun(warn, ({ runId }) => others.some((one) => one.runId === runId));
  const known = [...own, ...referenceRuns(warn)];
  return others.map(({ runId, platform }) => {
    const stored = known.find(({ run }) => run.header.runId === runId);
    if (stored === undefined)
      throw new Error(`no run "${runId}" among those here; \`npx portolan runs\` lists them`);
    const { suiteVersion } = stored.run.header;
    if (!isComparable(stored.run.header, main))
      throw new Error(
        `run ${runId} measured suite ${suiteVersion}, and ${main.runId} suite ${main.suiteVersion}: the two are not comparable; measure it again with this version`,
      );
    return { stored, platform };
  });
}
