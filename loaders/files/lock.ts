import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { lifeOf, processPlace } from "../platform/process-state.ts";
import { diskFailure } from "./disk-full.ts";
import { readRegularFile } from "./regular-file.ts";

const SUFFIX = ".lock";
/** How often a holder touches its lock, and for how long one from elsewhere may lie untouched before it is void. */
const TOUCH_MS = 60_000;
const UNTOUCHED_MS = 5 * TOUCH_MS;
/** A lock that is not written to its end after so long never will be. */
const WRITING_MS = 10_000;
/** Removing a void lock takes another process far less than so many times so long. */
const TRIES = 50;
const TRY_PAUSE_MS = 5;
const PAUSE_MS = 200;
const PATIENCE_MS = 30 * 60_000;

const holderSchema = z.object({
  /** No two locks have the same. */
  token: z.string().regex(/^[0-9a-f]{16}$/),
  pid: z.number().int().positive(),
  /** See `processPlace` and `lifeOf`. */
  place: z.string(),
  life: z.string(),
  command: z.string(),
  /** What it is at, as in "the process that is …". */
  doing: z.string(),
  since: z.iso.datetime(),
});

/** Who holds a lock. */
export type Holder = z.infer<typeof holderSchema>;

/** That this process owns a thing, until it releases it or ends. */
export interface Lock {
  release(): void;
}

/** Paths of the locks that this process holds, by their tokens. */
const mine = new Map<string, string>();

/**
 * Makes this process the owner of a file or folder, `<thing>.lock` beside it being the sign. The lock of a process that
 * is gone is taken over at once; one from another machine or container when it was not touched for five minutes.
 *
 * @param doing what the owner is at, as in "the process that is …": "measuring run 7"
 * @returns null if a living process owns it
 */
export function tryLock(thing: string, doing: string): Lock | null {
  const path = lockPath(thing);
  mkdirSync(dirname(path), { recursive: true });
  for (let tries = 0; tries < TRIES; tries++) {
    const lock = create(path, doing);
    if (lock) return lock;
    const found = read(path);
    if (found === "gone") continue;
    if (isHeld(found)) return null;
    if (!clear(path, found)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TRY_PAUSE_MS);
  }
  return null;
}

/** The living process that owns a thing; null if there is none. */
export function holderOf(thing: string): Holder | null {
  const found = read(lockPath(thing));
  return found !== "gone" && isHeld(found) ? found.holder : null;
}

/** The living processes that own something in a folder. */
export function holdersIn(folder: string): Holder[] {
  return locksIn(folder).flatMap((path) => holderOf(path.slice(0, -SUFFIX.length)) ?? []);
}

/** Removes what killed processes left of their locks on the things in a folder. */
export function sweepLocks(folder: string): void {
  for (const path of locksIn(folder)) {
    const found = read(path);
    if (found !== "gone" && !isHeld(found)) clear(path, found);
  }
}

function locksIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => join(folder, name));
}

/** "process 123 (portolan measure) is writing run.jsonl since 2026-01-02 03:04:05Z". */
export function saidOf({ pid, command, doing, since }: Holder): string {
  return `process ${pid} (${command}) is ${doing} since ${since.slice(0, 19).replace("T", " ")}Z`;
}

/** How to wait for others. */
interface Patience {
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Does `work` while no other process owns `thing`. A second comer is told who is at what since when, and waits.
 *
 * @throws Error that names the holder when it has not come to an end in half an hour; AbortError
 */
export async function alone<T>(
  thing: string,
  { doing, ...patience }: Patience & { readonly doing: string },
  work: () => Promise<T>,
): Promise<T> {
  const lock = await waiting(
    patience,
    () => tryLock(thing, doing),
    () => holderOf(thing),
  );
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/**
 * Waits until no process owns anything in a folder, and tells who does.
 *
 * @throws Error as `alone`
 */
export function untilFree(folder: string, patience: Patience): Promise<true> {
  const holders = () => holdersIn(folder);
  return waiting(
    patience,
    () => holders().length === 0 || null,
    () => holders()[0] ?? null,
  );
}

async function waiting<T>(
  { say, signal }: Patience,
  attempt: () => T | null,
  holder: () => Holder | null,
): Promise<T> {
  let told = "";
  for (const start = performance.now(); ; await pause(PAUSE_MS, undefined, { signal })) {
    const got = attempt();
    if (got !== null) return got;
    const by = holder();
    if (!by) continue; // One that has only just taken or left it.
    const who = saidOf(by);
    if (performance.now() - start > PATIENCE_MS)
      throw new Error(
        `${who}, and half an hour of waiting did not see its end. End that process, or try again when it is through`,
      );
    if (by.token !== told) say(`${who[0]!.toUpperCase()}${who.slice(1)}; waiting for its end …`);
    told = by.token;
  }
}

const lockPath = (thing: string): string => `${thing}${SUFFIX}`;

/** @returns null if there is a lock already */
function create(path: string, doing: string): Lock | null {
  const token = randomBytes(8).toString("hex");
  const holder: Holder = {
    token,
    pid: process.pid,
    place: processPlace(),
    life: lifeOf(process.pid) ?? "",
    command: [basename(process.argv[1] ?? "node", ".js"), ...process.argv.slice(2)].join(" ").slice(0, 200),
    doing,
    since: new Date().toISOString(),
  };
  try {
    writeFileSync(path, `${JSON.stringify(holder)}\n`, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return null;
    rmSync(path, { force: true });
    throw diskFailure(error, path);
  }
  if (mine.size === 0) keepTouching();
  mine.set(token, path);
  return { release: () => release(token) };
}

function release(token: string): void {
  const path = mine.get(token);
  if (path === undefined) return;
  mine.delete(token);
  const found = read(path);
  // Somebody may have taken it from a process that stood still for minutes.
  if (found !== "gone" && found.holder?.token === token) rmSync(path, { force: true });
}

let timer: NodeJS.Timeout | undefined;

function keepTouching(): void {
  if (timer) return;
  process.once("exit", () => {
    for (const token of [...mine.keys()]) release(token);
  });
  timer = setInterval(() => {
    const now = new Date();
    for (const path of mine.values()) {
      try {
        utimesSync(path, now, now);
      } catch {
        // Its folder was removed: nobody else can want it.
      }
    }
  }, TOUCH_MS).unref();
}

interface Found {
  /** Null where what is there is no lock, or not yet. */
  readonly holder: Holder | null;
  readonly ageMs: number;
}

function read(path: string): Found | "gone" {
  try {
    const ageMs = Date.now() - statSync(path).mtimeMs;
    return { holder: parse(readRegularFile(path).toString("utf8")), ageMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "gone";
    throw error;
  }
}

function parse(text: string): Holder | null {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function isHeld({ holder, ageMs }: Found): boolean {
  if (holder === null) return ageMs < WRITING_MS;
  if (holder.place !== processPlace()) return ageMs < UNTOUCHED_MS;
  const life = lifeOf(holder.pid);
  return life !== null && (life === "" || holder.life === "" || life === holder.life);
}

/**
 * Removes a lock that is void, owning the right to remove this very one: what another has put in its place since stays.
 *
 * @returns false if another is about to remove it
 */
function clear(path: string, { holder }: Found): boolean {
  const token = holder?.token;
  const right = tryLock(`${path}.${token ?? "torn"}`, "taking over what a killed process owned");
  if (!right) return false;
  try {
    const found = read(path);
    if (found !== "gone" && found.holder?.token === token && !isHeld(found)) rmSync(path, { force: true });
    return true;
  } finally {
    right.release();
  }
}
