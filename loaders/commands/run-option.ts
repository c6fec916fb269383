import { InvalidArgumentError } from "commander";
import { askedRuns } from "../store/asked-runs.ts";

/** Of commander: an option that may be given more than once. */
export function runOption(value: string, before: string | undefined): string {
  const text = before === undefined ? value : `${before},${value}`;
  try {
    askedRuns(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
  return text;
}

export const RUN_HELP =
  "the newest by default; given again, runs of other machines whose targets are options too: <id>, or <id>=<platform> for the one platform that the machine stands for";
