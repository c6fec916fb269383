import { type Command, InvalidArgumentError } from "commander";
import { adviceText } from "../decide/advice-text.ts";
import { currentMachineId } from "../harness/fingerprint.ts";
import { measure } from "../harness/measure.ts";
import { QUICK_RUN } from "../harness/options.ts";
import { progressOn } from "../harness/progress.ts";
import { interruption } from "../interruption.ts";
import { buildSite, distFolder } from "../site/build.ts";
import { openInBrowser } from "../site/open-in-browser.ts";
import { findServed, type Served, serve } from "../site/serve.ts";
import { chosenSummary } from "../store/chosen-summary.ts";
import { eachRun } from "../store/runs.ts";
import { print, say } from "../terminal/print.ts";

const DEFAULT_PORT = 3000;

interface Options {
  readonly fresh?: boolean;
  readonly port?: number;
  readonly open?: boolean;
}

export function registerStart(program: Command): void {
  program
    .command("start")
    .description("measure this machine if there is no run of it, build the site, and serve it")
    .option("--fresh", "measure again even if there is a run of this machine")
    .option("--port <port>", "port on 127.0.0.1; PORT does the same", parsePort)
    .option("--open", "open the report in this system's browser")
    .action(start);
}

async function start({ fresh = false, port, open = false }: Options): Promise<void> {
  const wanted = port ?? (process.env.PORT ? parsePort(process.env.PORT) : DEFAULT_PORT);
  if (!(await hasRun(fresh))) return;
  say("Building the site …");
  await buildSite(null);
  const running = await findServed(distFolder(), wanted);
  const url = running ?? (await serveFrom(wanted));
  print(
    running
      ? `Portolan is already at ${url}, served by an earlier start; reload the page to see the report as it is now.`
      : `Portolan is at ${url} (Ctrl-C stops it)`,
  );
  const summary = chosenSummary(undefined);
  if (summary !== null) print(`\n${adviceText(summary)}`);
  if (open) await openInBrowser(url, say);
}

/** Measures where there is no run of this machine; false if that was interrupted. */
async function hasRun(fresh: boolean): Promise<boolean> {
  if (!fresh && hasRunOfThisMachine(say)) {
    say("Using the run of this machine that is there; npx portolan start --fresh measures again.");
    return true;
  }
  say("Measuring this machine (effort quick, about five minutes) …");
  const progress = progressOn(process.stderr);
  const result = await measure({ ...QUICK_RUN, fresh, progress, signal: interruption });
  if (result.end !== "interrupted") return true;
  say(`npx portolan start goes on where it stopped. Run file: ${result.path}`);
  return false;
}

async function serveFrom(wanted: number): Promise<string> {
  const served = await serve(distFolder(), wanted);
  for (const taken of served.taken) say(whatIsAt(taken));
  return served.url;
}

function whatIsAt({ port, folder }: Served["taken"][number]): string {
  return folder
    ? `Port ${port} is taken: another Portolan serves ${folder} at http://127.0.0.1:${port}/.`
    : `Port ${port} is taken by another program.`;
}

/** A run that ended in order; an interrupted one is gone on with instead. */
function hasRunOfThisMachine(warn: (message: string) => void): boolean {
  const machineId = currentMachineId();
  for (const { run } of eachRun(warn, (one) => one.machineId === machineId))
    if (run.ends.at(-1)?.reason === "complete") return true;
  return false;
}

function parsePort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new InvalidArgumentError(`"${value}" is no port; allowed are integers from 1 to 65535.`);
  }
  return port;
}
