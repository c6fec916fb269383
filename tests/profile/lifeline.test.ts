import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Lifeline } from "../../loaders/profile/lifeline.ts";
import { runCommand } from "../../loaders/run-command.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();

describe("a lifeline", () => {
  it("times a program that something else starts, whatever that does before and after", async () => {
    const ended: number[] = [];
    const lifeline = await Lifeline.make(join(folder, "a"), (pid) => ended.push(pid));
    const log = join(folder, "a.log");
    const [file, ...args] = lifeline.wrap(
      process.execPath,
      ["-e", "console.log('it''s', process.pid); setTimeout(() => {}, 300)".replace("''", "\\'"), "x y"],
      log,
    );
    const starter = 'sleep 0.5; "$@"; sleep 0.5';
    const start = performance.now();
    await runCommand("sh", ["-c", starter, "sh", file!, ...args]);
    const outerMs = performance.now() - start;
    const life = await lifeline.life;
    expect(life!.wallMs).toBeGreaterThan(300);
    expect(life!.wallMs).toBeLessThan(outerMs - 900);
    expect(ended).toEqual([life!.pid]);
    expect(readFileSync(log, "utf8")).toBe(`it's ${life!.pid}\n`);
  });

  it("can be given up if the program never begins", async () => {
    const lifeline = await Lifeline.make(join(folder, "b"), () => {});
    expect(await lifeline.release()).toBeNull();
    expect(await lifeline.release()).toBeNull();
  });

  it("says where the pipe cannot be made", async () => {
    await expect(Lifeline.make(join(folder, "missing", "c"), () => {})).rejects.toThrow(
      /cannot make a named pipe at .*missing/,
    );
  });
});
