import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { DiskFull } from "../../loaders/files/disk-full.ts";
import { tryLock } from "../../loaders/files/lock.ts";
import { runsFolder } from "../../loaders/paths.ts";
import { isReady, profilersEnvironment, setUpEnvironment } from "../../loaders/python/venv.ts";
import { setEnvironment, temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();
const log = join(home, "log");
const go = join(home, "go");
const python = join(home, "python3");
/** Stands for python3 and for the python of the environment that it makes; writes down what it was asked. */
const FAKE = `#!/bin/sh
[ "$1" = --version ] && echo Python 3.12.1 && exit 0
echo "$2" >> ${log}
[ "$2" = pip ] && exit 0
while [ ! -e ${go} ]; do sleep 0.05; done
mkdir -p "$3/bin" && cp "$0" "$3/bin/python"
`;

function plant(script: string): void {
  writeFileSync(python, script);
  chmodSync(python, 0o755);
}

const asked = () => readFileSync(log, "utf8").trim().split("\n");
const setUp = (told: string[], again?: boolean) =>
  setUpEnvironment(profilersEnvironment, (line) => told.push(line), again);

afterAll(setEnvironment({ PYTHON: python }));
beforeEach(() => writeFileSync(log, ""));

describe.skipIf(process.platform === "win32")("setting up a Python environment", () => {
  it("is done once by two who ask for it at once; the second says whom it waits for", async () => {
    plant(FAKE);
    const told: [string[], string[]] = [[], []];
    const both = Promise.all(told.map((lines) => setUp(lines)));
    await expect
      .poll(() => told[1][0])
      .toMatch(/^Process \d+ \(.*\) is setting up profilers since .*; waiting/);
    writeFileSync(go, "");
    expect(await both).toEqual([{ ok: true }, { ok: true }]);
    expect(asked()).toEqual(["venv", "pip"]);
    expect(told[0]).toEqual([expect.stringMatching(/^Setting up profilers/)]);
    expect(isReady(profilersEnvironment)).toBe(true);
  });

  it("takes nothing from under a measurement that is running", async () => {
    const measurement = tryLock(join(runsFolder(), "run.jsonl"), "writing run.jsonl")!;
    const told: string[] = [];
    const again = setUp(told, true);
    await expect.poll(() => told[0]).toMatch(/is writing run\.jsonl since .*; waiting for its end/);
    expect(isReady(profilersEnvironment)).toBe(true);
    measurement.release();
    expect(await again).toEqual({ ok: true });
    expect(asked()).toEqual(["venv", "pip"]);
  });

  it("on a full disk fails as that, and leaves nothing that counts", async () => {
    plant(
      `#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "[Errno 28] No space left on device" >&2\nexit 1\n`,
    );
    await expect(setUp([], true)).rejects.toThrow(DiskFull);
    expect(existsSync(profilersEnvironment.folder())).toBe(false);
  });
});
