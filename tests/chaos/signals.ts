import { writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readSample } from "../fixtures/trace-samples.ts";
import { command, lastWorkers, newHome } from "./command.ts";
import { MEASURE, mustBeTidy, soundRuns } from "./runs-in.ts";
import { must, pick, type Storm, trial, within } from "./storm.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** A second is promised; a loaded machine may take a few until a process gets its turn. */
const PATIENCE_MS = 5_000;

/** A signal at any moment of any command. */
export const signals: Storm = {
  id: "signals",
  title: "SIGINT, SIGTERM or SIGHUP at any moment of a command",
  promise: "it ends within a second, with the signal's exit code, and what was measured is whole and kept",
  trials: 16,
  async *strike({ random, folder, trials }) {
    const sample = readSample("speedscope.py-spy-python.json");
    const bomb = join(folder, "bomb.json.gz");
    writeFileSync(bomb, gzipSync(Buffer.alloc(256 << 20)));
    const profile = join(folder, "profile.json");
    writeFileSync(profile, sample);
    const commands: readonly (readonly string[])[] = [
      MEASURE,
      ["attribute", "--large", bomb],
      ["attribute", profile],
      ["profile", "--", process.execPath, "-e", "setTimeout(() => {}, 60_000)"],
      ["doctor"],
      ["truth"],
    ];
    for (let i = 0; i < trials; i++) {
      const home = newHome(folder, String(i));
      const args = pick(commands, random);
      const signal = pick(SIGNALS, random);
      const delayMs = Math.round(50 + random() ** 2 * 4_000);
      yield await trial(`${signal} to ${args[0]} after ${delayMs} ms`, async () => {
        const { child, ended } = command(home, args);
        let sent = false;
        setTimeout(() => {
          sent = child.kill(signal);
        }, delayMs);
        const { code, output } = await within(delayMs + PATIENCE_MS + 20_000, "the command", ended);
        const expected = 128 + constants.signals[signal];
        // What had come to its end by then has its own code.
        must(
          !sent || code === expected || code < 128,
          `exit code ${code}, not ${expected}: ${output.slice(-200)}`,
        );
        const left = await lastWorkers(home);
        must(left.length === 0, `processes ${left.join(", ")} outlived it`, "hung");
        soundRuns(home);
        mustBeTidy(home);
      });
    }
  },
};
