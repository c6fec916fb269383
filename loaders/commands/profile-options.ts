import type { Command } from "commander";

/** What goes with a command, and not with a process that runs already. */
const FOR_COMMANDS = ["repeat", "budget", "fallback", "waitQuiet"] as const;

/** @throws Error unless it is clear what to record, and each option says something of that */
export function checkTogether(typed: readonly string[], durationMs: number, self: Command): void {
  const isGiven = (name: string) => self.getOptionValueSource(name) === "cli";
  const places = ["pid", "inspect"].filter(isGiven).map((name) => `--${name}`);
  const subjects = [...places, ...(typed.length > 0 ? [`the command ${typed.join(" ")}`] : [])];
  const allowed =
    "Give a command behind -- (npx portolan profile -- python pipeline.py), or --pid, or --inspect";
  if (subjects.length === 0) throw new Error(`nothing to record. ${allowed}.`);
  if (subjects.length > 1) throw new Error(`both ${subjects.join(" and ")} were given. ${allowed}.`);
  if (places.length === 0) {
    if (isGiven("duration"))
      throw new Error("--duration is for --pid and --inspect; a command ends by itself (--budget stops it).");
    return;
  }
  const [wrong] = FOR_COMMANDS.filter(isGiven);
  if (wrong === undefined) {
    if (durationMs < 1_000) throw new Error("--duration is at least 1s.");
    return;
  }
  const name = self.options.find((option) => option.attributeName() === wrong)!.long;
  throw new Error(
    `${name} does not go with ${places[0]}: a process that runs already is watched once, as it is.`,
  );
}
