import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importTrace } from "../../src/model/traces/import.ts";
import { execute } from "./execute.ts";
import { CommandError, type PipelineCommand } from "./pipeline-command.ts";
import type { Profiler } from "./profiler.ts";

/**
 * CPython's own tracer, where py-spy may not run: it sees every call, and slows Python code more than native code.
 *
 * @throws CommandError for a command that cProfile does not take
 */
export function cProfileProfiler({ version, args }: PipelineCommand): Profiler {
  tracedArgs(args, "");
  return {
    host: "python",
    evidence: "traced",
    name: "cProfile",
    version,
    options: ["-m cProfile"],
    limit: null,
    rateFor: () => null,
    lowestHz: null,
    lighter: null,
    isLight: false,
    async run({ command, folder, rateHz: _, ...launch }) {
      const out = join(folder, "profile.pstats");
      const execution = await execute({
        ...launch,
        file: command.interpreter,
        args: tracedArgs(command.args, out),
      });
      return {
        ...execution,
        // It swallows SystemExit.
        isExitCodeKnown: false,
        profile: existsSync(out)
          ? {
              state: "written",
              read: () => ({ profile: importTrace(readFileSync(out), "cProfile's profile"), children: [] }),
            }
          : {
              state: "missing",
              reason: "cProfile wrote no profile; a signal or os._exit ended the command",
              endedFirst: false,
            },
      };
    },
  };
}

/** Interpreter options that take their value as the next word. */
const WITH_VALUE = new Set(["-W", "-X"]);

/**
 * Puts `-m cProfile -o FILE` where the script begins: `-u app.py 3` becomes `-u -m cProfile -o FILE app.py 3`.
 *
 * @throws CommandError for `-c`, which cProfile does not take
 */
export function tracedArgs(args: readonly string[], out: string): string[] {
  let i = 0;
  while (args[i]?.startsWith("-") && args[i] !== "-m" && args[i] !== "-c" && args[i] !== "-") {
    i += WITH_VALUE.has(args[i]!) ? 2 : 1;
  }
  if (args[i] === "-c" || args[i] === "-" || args[i] === undefined) {
    throw new CommandError(
      `cProfile takes a script or -m module, not "${args.join(" ")}"; put the code into a file and run that.`,
    );
  }
  return [...args.slice(0, i), "-m", "cProfile", "-o", out, ...args.slice(i)];
}
