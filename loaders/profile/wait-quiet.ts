import { setTimeout as sleep } from "node:timers/promises";
import { BUSY_SHARE, coresText, type MachineLoad } from "../../src/model/machine-load.ts";
import { busiestOthers, loadBetween, readCpuTimes } from "../platform/machine-load.ts";

/** What is a moment's burst in less time. */
const LOOK_MS = 2_000;
const SAY_EACH_MS = 10_000;

interface Look extends MachineLoad {
  readonly busiest: readonly { readonly name: string; readonly cores: number }[];
}

interface WaitOptions {
  readonly forMs: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** Null where the system does not tell. */
  readonly look?: (signal: AbortSignal) => Promise<Look | null>;
}

/**
 * Waits until others leave nine tenths of the cores alone: nothing is known yet of how many the program will use. When
 * the time is up it says who keeps them busy, and the recording goes on, which watches the load by itself.
 */
export async function waitQuiet({ forMs, say, signal, look = lookAround }: WaitOptions): Promise<void> {
  let leftMs = forMs;
  for (let sinceSaidMs = SAY_EACH_MS; ; ) {
    const seen = await look(signal);
    if (seen === null) {
      say("The load of the machine is not watched here (only Linux tells it): recording at once.");
      return;
    }
    if (seen.othersMs / (seen.wallMs * seen.cores) < BUSY_SHARE) return;
    leftMs -= seen.wallMs;
    sinceSaidMs += seen.wallMs;
    const busy = `others use ${coresText(seen)}${busiestText(seen)}`;
    if (leftMs <= 0) {
      say(`The machine did not become quiet within ${forMs / 1e3} s: ${busy}. Recording all the same.`);
      return;
    }
    if (sinceSaidMs < SAY_EACH_MS) continue;
    sinceSaidMs = 0;
    say(`Waiting for a quiet machine, ${Math.ceil(leftMs / 1e3)} s more at most: ${busy} …`);
  }
}

function busiestText({ busiest }: Look): string {
  if (busiest.length === 0) return ", none of which is seen from here (another container, or the hypervisor)";
  return `: ${busiest.map(({ name, cores }) => `${name} ${cores.toFixed(1)}`).join(", ")}`;
}

async function lookAround(signal: AbortSignal): Promise<Look | null> {
  const before = readCpuTimes();
  await sleep(LOOK_MS, undefined, { signal });
  const after = readCpuTimes();
  if (!before || !after) return null;
  const load = loadBetween(before, after, [process.pid]);
  return load && { ...load, busiest: busiestOthers(before, after, [process.pid]) };
}
