import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Lifeline } from "../../loaders/profile/lifeline.ts";
import { runCommand } from "../../loaders/run-command.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();

describe("a lifeline", () => {
  it("times a program that something else starts, whatever that does before and after", async () => {
    const lifeline = await Lifeline.make(join(folder, "a"));
    const log = join(folder, "a.log");
    const code = 'console.log("it\'s", process.pid); setTimeout(() => process.exit(3), 300)';
    const [file, ...args] = lifeline.wrap(process.execPath, ["-e", code, "x y"], log);
    const start = performance.now();
    // As py-spy, which waits for it 50 ms after its end, its starter leaves it a zombie for a while.
    await runCommand("sh", ["-c", 'sleep 0.5; "$@" & exec sleep 1.5', "sh", file!, ...args]);
    const outerMs = performance.now() - start;
    const life = lifeline.release();
    expect(life!.wallMs).toBeGreaterThan(300);
    expect(life!.wallMs).toBeLessThan(outerMs - 500);
    expect(readFileSync(log, "utf8")).toBe(`it's ${life!.pid}\n`);
    if (process.platform === "linux") expect(life!.ending).toEqual({ state: "exited", exitCode: 3 });
  });

  it("ends with the program, not with a daemon of its that holds the pipe", async () => {
    const lifeline = await Lifeline.make(join(folder, "daemon"));
    const [file, ...args] = lifeline.wrap(
      "sh",
      ["-c", "setsid sleep 7 & exit 0"],
      join(folder, "daemon.log"),
    );
    const start = performance.now();
    await runCommand("sh", ["-c", '"$@"; sleep 0.2', "sh", file!, ...args]);
    expect(lifeline.release()!.wallMs).toBeLessThan(3_000);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("can be given up if the program never begins", async () => {
    const lifeline = await Lifeline.make(join(folder, "b"));
    expect(lifeline.release()).toBeNull();
    expect(lifeline.release()).toBeNull();
  });

  it("says where the pipe cannot be made", async () => {
    await expect(Lifeline.make(join(folder, "missing", "c"))).rejects.toThrow(
      /cannot make a named pipe at .*missing/,
    );
  });
});
