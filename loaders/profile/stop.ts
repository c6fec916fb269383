import type { EndReason } from "../../src/model/recording.ts";
import type { Ending } from "../child.ts";
import { lastLines } from "./last-lines.ts";

/** What ends a recording before its plan is done. */
export class Stop extends Error {
  readonly end: Exclude<EndReason, "complete">;

  constructor(end: Exclude<EndReason, "complete">, message: string) {
    super(message);
    this.end = end;
  }
}

/**
 * @param what was run, as the subject of a sentence
 * @throws Stop unless it ended well
 */
export function checkEnding(
  ending: Ending,
  what: string,
  { logPath, budgetMs }: { readonly logPath: string; readonly budgetMs: number },
): void {
  switch (ending.state) {
    case "exited":
      if (ending.exitCode === 0) return;
      throw new Stop("failed", `${what} failed with exit code ${ending.exitCode}${lastLines(logPath)}`);
    case "killed":
      throw new Stop("failed", `${what} was ended by ${ending.signal}${lastLines(logPath)}`);
    case "unstarted":
      throw new Stop("failed", `${what} did not start: ${ending.reason}`);
    case "flooded":
      throw new Stop(
        "failed",
        `${what} was stopped: ${ending.reason}. Make it print less${lastLines(logPath)}`,
      );
    case "interrupted":
      throw new Stop("interrupted", "interrupted");
    case "timeout":
      throw new Stop(
        "budget",
        `${what} did not end within the budget of ${budgetMs / 1e3} s and was stopped. Give it more with --budget, or ` +
          `a smaller input${lastLines(logPath)}`,
      );
  }
}
