/** What is said of how busy the device was. */
import { formatMs, formatShare } from "../model/format.js";
import { IDLE_CAUSES, type IdleCause } from "../model/traces/profile.js";
import type { TraceAttribution } from "../model/traces/result.js";

/** Why no kernel computed, to follow a time. */
const WHY_IDLE: Readonly<Record<IdleCause, string>> = {
  copy: "while data was copied",
  communication: "while devices exchanged data",
  synchronisation: "while the thread waited for it",
  dispatch: "while the thread prepared and started its work",
  "nothing queued": "with nothing queued for it",
};

/** Of the wall time: what is less is not worth a word. */
const NOTEWORTHY_SHARE = 0.005;

/** How busy the device was and what it idled for, largest first; null where the profile does not hold its work. */
export function deviceSentence({
  device,
  wallMs,
}: Pick<TraceAttribution, "device" | "wallMs">): string | null {
  if (device === null || wallMs <= 0) return null;
  const idle = IDLE_CAUSES.map((cause) => ({ cause, ms: device.idleMs[cause] }))
    .filter(({ ms }) => ms >= NOTEWORTHY_SHARE * wallMs)
    .sort((a, b) => b.ms - a.ms)
    .map(({ cause, ms }) => `${formatMs(ms)} ${WHY_IDLE[cause]}`);
  const busy = `computed for ${formatShare(device.busyMs / wallMs)} of the wall time (${formatMs(device.busyMs)})`;
  return idle.length === 0 ? `${busy} and never idled` : `${busy}; idle for ${idle.join(", ")}`;
}
