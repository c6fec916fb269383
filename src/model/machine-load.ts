/** What other processes did on the machine while a program ran. CPU times are milliseconds, summed over the cores. */
export interface MachineLoad {
  readonly wallMs: number;
  /** That the program may run on. */
  readonly cores: number;
  /** Of the program, of all that it started, and of what measured it. */
  readonly ownMs: number;
  /** Of everybody else on these cores, what a hypervisor gave to other machines included. */
  readonly othersMs: number;
}

/**
 * Others in a share s of the cores that a program could use make its work longer by 1/(1 − s), and its waiting not, which
 * moves a bucket's share by up to s/4. At a tenth that is 2.5 points, about as much as attribution may be off
 * (docs/truth.md).
 */
export const BUSY_SHARE = 0.1;

/** The kernel counts in hundredths of a second: of less than this, a tenth cannot be told. */
const LEAST_MS = 300;

/** Several looks as one; null where none was taken, or together they are too short to tell. */
export function sumOfLoads(loads: readonly MachineLoad[]): MachineLoad | null {
  const sum = (of: (load: MachineLoad) => number) => loads.reduce((total, load) => total + of(load), 0);
  const wallMs = sum((load) => load.wallMs);
  if (wallMs < LEAST_MS) return null;
  return {
    wallMs,
    cores: Math.min(...loads.map(({ cores }) => cores)),
    ownMs: sum((load) => load.ownMs),
    othersMs: sum((load) => load.othersMs),
  };
}

/**
 * The part that others took of the cores that the program could have used: those that it did, rounded up, and one more,
 * as for its profiler. Where the machine has further cores, others are taken to be there first.
 */
export function takenShare({ wallMs, cores, ownMs, othersMs }: MachineLoad): number {
  const could = Math.min(cores, Math.ceil(ownMs / wallMs) + 1);
  return Math.max(0, othersMs / wallMs - (cores - could)) / could;
}

/**
 * A warning where that moves the shares.
 *
 * @param isAttached whether it is of a process that ran already: then what asks it for work may be among the others
 */
export function loadWarnings(load: MachineLoad | null, isAttached = false): string[] {
  if (load === null) return [];
  const share = takenShare(load);
  if (share < BUSY_SHARE) return [];
  return [
    `The machine was busy: other processes took ${coresText(load)}, ${Math.round(share * 100)} % of what the command could ` +
      `have used. Shares may be off by some ${Math.max(3, Math.round(share * 25))} points; ` +
      (isAttached
        ? "watch it again while others are quiet, and send its requests from another machine."
        : "record again on a quiet machine (--wait-quiet waits for it)."),
  ];
}

/** "0.4 of 2 cores". */
export function coresText({ wallMs, cores, othersMs }: MachineLoad): string {
  return `${(othersMs / wallMs).toFixed(1)} of ${cores} ${cores === 1 ? "core" : "cores"}`;
}
