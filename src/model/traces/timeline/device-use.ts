import { type DeviceUse, IDLE_CAUSES, type IdleCause } from "../profile.js";
import type { Interval } from "./interval.js";
import { DUST_US, resolve } from "./resolve.js";
import { Segments } from "./segments.js";

/** What may be the case at an instant, the first that is deciding; what is none of it is "nothing queued". */
const STATES = ["kernel", "copy", "communication", "synchronisation", "dispatch", "start-up"] as const;
type State = (typeof STATES)[number];

/** On the devices themselves; the others are the thread's. */
const DEVICE_STATES: ReadonlySet<State> = new Set<State>(["kernel", "copy", "communication"]);

/** Tells when a device computes, and why it does not at other times. */
export class DeviceUseClock {
  readonly #segments = new Segments();
  /** By state, the stretch that was added last. */
  readonly #last = STATES.map(() => -1);
  #hasDevice = false;

  add(state: State, startUs: number, endUs: number): void {
    const at = STATES.indexOf(state);
    const last = this.#last[at]!;
    // One operator after another is one stretch: most of a thread's are.
    if (this.#segments.endUs[last] === startUs) this.#segments.endUs[last] = endUs;
    else {
      this.#last[at] = this.#segments.length;
      this.#segments.push(startUs, endUs, at, at);
    }
    this.#hasDevice ||= DEVICE_STATES.has(state);
  }

  /** Start-up is left out of both. Null where no device did anything. */
  within(interval: Interval): DeviceUse | null {
    if (!this.#hasDevice) return null;
    const ms = STATES.map(() => 0);
    resolve(this.#segments, interval, {
      add: (state, stretchMs) => {
        ms[state]! += stretchMs;
      },
    });
    const withoutDust = (time: number) => (time * 1e3 < DUST_US ? 0 : time);
    const of = (state: State) => withoutDust(ms[STATES.indexOf(state)]!);
    const knownMs = STATES.reduce((sum, state) => sum + of(state), 0);
    const restMs = withoutDust((interval.endUs - interval.startUs) / 1e3 - knownMs);
    const idleMs = Object.fromEntries(
      IDLE_CAUSES.map((cause) => [cause, cause === "nothing queued" ? restMs : of(cause)]),
    ) as Record<IdleCause, number>;
    return { busyMs: of("kernel"), idleMs };
  }
}
