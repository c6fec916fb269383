import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { DiskFull } from "../../loaders/files/disk-full.ts";
import { tryLock } from "../../loaders/files/lock.ts";
import { runsFolder } from "../../loaders/paths.ts";
import {
  isReady,
  profilersEnvironment,
  runtimesEnvironment,
  setUpEnvironment,
} from "../../loaders/python/venv.ts";
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

function plant(script: string, path = python): void {
  writeFileSync(path, script);
  chmodSync(path, 0o755);
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

describe.skipIf(process.platform === "win32")("setting up the runtimes", () => {
  const bin = join(home, "bin");
  const setUpRuntimes = async (goProgram: string) => {
    mkdirSync(bin, { recursive: true });
    plant(FAKE);
    plant(goProgram, join(bin, "go"));
    const told: string[] = [];
    const restore = setEnvironment({ PATH: `${bin}${delimiter}${process.env.PATH}` });
    try {
      return { setup: await setUpEnvironment(runtimesEnvironment, (line) => told.push(line), true), told };
    } finally {
      restore();
    }
  };

  it.each([
    ["where there is no Go", "exit 127", /^wazero is left out: no go on PATH \(https.*--again$/],
    [
      "where Go fails",
      '[ "$1" = version ] && exit 0; echo "dial tcp: no such host" >&2; exit 1',
      /^wazero is left out: go install github.*@v\d.* failed: dial tcp: no such host$/,
    ],
  ])("leaves wazero out %s, says so, and is ready", async (_, script, said) => {
    const { setup, told } = await setUpRuntimes(`#!/bin/sh\n${script}\n`);
    expect(setup).toEqual({ ok: true });
    expect(told.at(-1)).toMatch(said);
    expect(isReady(runtimesEnvironment)).toBe(true);
  });

  it("on a disk that Go finds full leaves nothing that counts", async () => {
    const script = '[ "$1" = version ] && exit 0; echo "write: no space left on device" >&2; exit 1';
    await expect(setUpRuntimes(`#!/bin/sh\n${script}\n`)).rejects.toThrow(DiskFull);
    expect(existsSync(runtimesEnvironment.folder())).toBe(false);
  });
});
