import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  alone,
  holderOf,
  holdersIn,
  saidOf,
  sweepLocks,
  tryLock,
  untilFree,
} from "../../loaders/files/lock.ts";
import { scriptOf } from "../fixtures/module.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const scripts = temporaryFolder();
let things = 0;
const newThing = () => join(folder, `thing-${things++}`);

/** Takes the thing that it is given, says whether it got it, and lives on until it is killed or told to end. */
let taker: string;

beforeAll(async () => {
  taker = await scriptOf(
    scripts,
    "taker",
    `import { tryLock } from "./loaders/files/lock.ts";
    const lock = tryLock(process.argv[2], "testing");
    process.stdout.write(lock ? "mine" : "not mine");
    if (lock) process.stdin.resume();`,
  );
});

function take(thing: string): { readonly child: ChildProcess; readonly answer: Promise<string> } {
  const child = spawn(process.execPath, [taker, thing], { stdio: ["pipe", "pipe", "inherit"] });
  return { child, answer: once(child.stdout!, "data").then(String) };
}

/** The lock as it would lie there, had another written it. */
function plant(thing: string, over: object): void {
  const lock = tryLock(thing, "testing")!;
  const holder = JSON.parse(readFileSync(`${thing}.lock`, "utf8"));
  lock.release();
  writeFileSync(`${thing}.lock`, JSON.stringify({ ...holder, token: "00".repeat(8), ...over }));
}

function age(thing: string, ms: number): void {
  const at = new Date(Date.now() - ms);
  utimesSync(`${thing}.lock`, at, at);
}

describe("a lock", () => {
  it("has one holder at a time, and says who", () => {
    const thing = newThing();
    const lock = tryLock(thing, "testing")!;
    expect(tryLock(thing, "testing too")).toBeNull();
    expect(holderOf(thing)).toMatchObject({ pid: process.pid, doing: "testing" });
    expect(saidOf(holderOf(thing)!)).toMatch(
      new RegExp(`^process ${process.pid} \\(.+\\) is testing since \\d{4}-\\d\\d-\\d\\d [\\d:]{8}Z$`),
    );
    lock.release();
    expect(holderOf(thing)).toBeNull();
    expect(tryLock(thing, "testing")).not.toBeNull();
  });

  it("of a living process stays its own, however old", async () => {
    const thing = newThing();
    const { child, answer } = take(thing);
    expect(await answer).toBe("mine");
    age(thing, 7 * 24 * 3_600e3);
    expect(tryLock(thing, "testing")).toBeNull();
    child.stdin!.end();
    await once(child, "close");
    expect(existsSync(`${thing}.lock`)).toBe(false);
  });

  it("of a killed process is taken over at once, by one of all who want it", async () => {
    const thing = newThing();
    const killed = take(thing);
    await killed.answer;
    killed.child.kill("SIGKILL");
    await once(killed.child, "close");
    expect(existsSync(`${thing}.lock`)).toBe(true);
    const all = [1, 2, 3, 4].map(() => take(thing));
    const answers = await Promise.all(all.map(({ answer }) => answer));
    expect(answers.sort()).toEqual(["mine", "not mine", "not mine", "not mine"]);
    for (const { child } of all) child.stdin!.end();
    await Promise.all(all.map(({ child }) => child.exitCode ?? once(child, "close")));
    expect(readdirSync(folder).filter((name) => name.startsWith(`thing-${things - 1}`))).toEqual([]);
  });

  it.runIf(process.platform === "linux")("of a process whose id another bears by now is void", () => {
    const thing = newThing();
    plant(thing, { life: "1" });
    expect(holderOf(thing)).toBeNull();
    expect(tryLock(thing, "testing")).not.toBeNull();
  });

  it("from another machine holds as long as it is touched", () => {
    const thing = newThing();
    plant(thing, { place: "elsewhere", pid: 2 ** 22 + 1 });
    expect(tryLock(thing, "testing")).toBeNull();
    age(thing, 3_600e3);
    expect(tryLock(thing, "testing")).not.toBeNull();
  });

  it("that its writer was killed in is void once nobody can be writing it any more", () => {
    const thing = newThing();
    writeFileSync(`${thing}.lock`, '{"token":"0');
    expect(tryLock(thing, "testing")).toBeNull();
    age(thing, 60_000);
    expect(tryLock(thing, "testing")).not.toBeNull();
  });
});

describe("a folder of locks", () => {
  it("is swept of what killed processes left, and of nothing else", async () => {
    const here = join(folder, "swept");
    const [mine, theirs] = [join(here, "mine"), join(here, "theirs")];
    const lock = tryLock(mine, "testing")!;
    plant(theirs, { pid: 2 ** 22 + 1 });
    writeFileSync(join(here, "data"), "");
    expect(holdersIn(here).map(({ pid }) => pid)).toEqual([process.pid]);
    sweepLocks(here);
    expect(readdirSync(here).sort()).toEqual(["data", "mine.lock"]);
    const told: string[] = [];
    const free = untilFree(here, { say: (line) => told.push(line) });
    await expect.poll(() => told.length).toBe(1);
    lock.release();
    await free;
    expect(told[0]).toMatch(/^Process \d+ .* is testing since .*; waiting for its end …$/);
  });
});

describe("alone", () => {
  it("lets one at a time, and tells the second once who is at it since when", async () => {
    const thing = newThing();
    const told: string[] = [];
    const order: string[] = [];
    const turn = { doing: "testing", say: (line: string) => void told.push(line) };
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = alone(thing, turn, async () => {
      begun();
      await expect.poll(() => told.length).toBe(1);
      order.push("first");
    });
    await hasBegun;
    await alone(thing, turn, async () => {
      order.push("second");
    });
    await first;
    expect(order).toEqual(["first", "second"]);
    expect(told).toEqual([
      expect.stringMatching(
        new RegExp(`^Process ${process.pid} .* is testing since .*; waiting for its end …$`),
      ),
    ]);
  });

  it("lets the next in after a failure", async () => {
    const turn = { doing: "testing", say: () => {} };
    const thing = newThing();
    const failed = alone(thing, turn, async () => {
      throw new Error("it failed");
    });
    await expect(failed).rejects.toThrow("it failed");
    expect(await alone(thing, turn, async () => "done")).toBe("done");
  });

  it("stops waiting when it is told to", async () => {
    const thing = newThing();
    const lock = tryLock(thing, "testing")!;
    const controller = new AbortController();
    const turn = { doing: "testing", say: () => controller.abort(), signal: controller.signal };
    await expect(alone(thing, turn, async () => {})).rejects.toThrow(/abort/i);
    lock.release();
  });
});
