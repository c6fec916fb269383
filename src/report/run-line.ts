/** Names the run that a report shows, as the foot of every page does. */
export const runLine = (suiteVersion: string, runId: string): string =>
  `Suite ${suiteVersion}, run ${runId}.`;
