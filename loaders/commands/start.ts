import { type Command, InvalidArgumentError } from "commander";
import { currentMachineId } from "../harness/fingerprint.ts";
import { measure, QUICK_RUN } from "../harness/measure.ts";
import { progressOn } from "../harness/progress.ts";
import { buildSite, distFolder } from "../site/build.ts";
import { serve } from "../site/serve.ts";
import { readRuns } from "../store/runs.ts";
import { interruptSignal } from "./interrupt.ts";

const DEFAULT_PORT = 3000;

export function registerStart(program: Command): void {
  program
    .command("start")
    .description("measure this machine if there is no run of it, build the site, and serve it")
    .option("--fresh", "measure again even if there is a run of this machine")
    .option("--port <port>", "port on 127.0.0.1; PORT does the same", parsePort)
    .action(start);
}

async function start({ fresh, port }: { fresh?: boolean; port?: number }): Promise<void> {
  const wanted = port ?? (process.env.PORT ? parsePort(process.env.PORT) : DEFAULT_PORT);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (fresh || !hasRunOfThisMachine(say)) {
    say("Measuring this machine (effort quick, about two minutes) …");
    const { signal, wasInterrupted } = interruptSignal();
    const result = await measure({
      ...QUICK_RUN,
      fresh: fresh ?? false,
      progress: progressOn(process.stderr),
      signal,
    });
    if (wasInterrupted()) {
      say(`Interrupted; npm start goes on where it stopped. Run file: ${result.path}`);
      process.exitCode = 130;
      return;
    }
  } else {
    say("Using the run of this machine that is there; npm start -- --fresh measures again.");
  }
  say("Building the site …");
  await buildSite(null);
  const served = await serve(distFolder(), wanted);
  if (served.port !== wanted) say(`Port ${wanted} is taken; using ${served.port}.`);
  process.stdout.write(`Portolan is at ${served.url} (Ctrl-C stops it)\n`);
}

/** A run that ended in order; an interrupted one is gone on with instead. */
function hasRunOfThisMachine(warn: (message: string) => void): boolean {
  const machineId = currentMachineId();
  return readRuns(warn).some(
    ({ run }) => run.header.environment.machineId === machineId && run.ends.at(-1)?.reason === "complete",
  );
}

function parsePort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new InvalidArgumentError(`"${value}" is no port; allowed are integers from 1 to 65535.`);
  }
  return port;
}
