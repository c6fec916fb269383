import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { projectRoot } from "../../loaders/paths.ts";
import { startCli } from "../fixtures/cli.ts";
import { livingWith } from "../fixtures/living-with.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

vi.setConfig({ maxConcurrency: 3 });

/** From a signal to the end of the process. A machine that does other things meanwhile may be asked again. */
const BOUND_MS = 1_000;

const folder = temporaryFolder();
/** Takes a minute to unzip, read and attribute. */
const large = join(folder, "large.txt.gz");
const stack = (i: number) => `main;f${i % 977};g${(i * 7_919) % 9_973};h${i % 31} ${(i % 17) + 1}\n`;
const cache = join(folder, "cache");
mkdirSync(cache);
/** Never answers. */
const stalled = createServer(() => {});

beforeAll(async () => {
  const part = gzipSync(Array.from({ length: 120_000 }, (_, i) => stack(i)).join(""), { level: 1 });
  writeFileSync(large, Buffer.concat(Array.from({ length: 40 }, () => part)));
  await new Promise<void>((resolve) => stalled.listen(0, "127.0.0.1", resolve));
});
afterAll(() => stalled.close().closeAllConnections());

const stalledUrl = () => `http://127.0.0.1:${(stalled.address() as AddressInfo).port}/model.onnx`;

interface Running {
  readonly home: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

interface Moment {
  readonly signal: "SIGINT" | "SIGTERM" | "SIGHUP";
  readonly args: (home: string) => readonly string[];
  readonly env?: (home: string) => Readonly<Record<string, string>>;
  /** Whether the moment has come. */
  readonly when: (running: Running) => boolean;
  readonly says?: RegExp;
  /** Prepares everything by itself; the others share what they prepare. */
  readonly isAlone?: true;
}

const says = (text: string) => (running: Running) => running.stderr().includes(text);
const later = (delayMs: number, when: (running: Running) => boolean): Moment["when"] => {
  let since: number | null = null;
  return (running) => {
    if (since === null && when(running)) since = performance.now();
    return since !== null && performance.now() - since >= delayMs;
  };
};
const hasHung = ({ home }: Running) => existsSync(join(home, "hung"));

/** Hangs as a shell does that waits for a child of its own, which a kill of the shell alone would not end. */
const HANG = 'sleep 333 & echo $! > "$PORTOLAN_HOME/hung"; wait';

/** A program in the home. */
function plant(home: string, path: string, script: string): string {
  const file = join(home, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, script.startsWith("#!") ? script : `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

/** A virtual environment that looks right to the probe, and whose worker says so much and hangs. */
function plantWorker(home: string, ...replies: readonly object[]): void {
  const said = replies.map((reply) => `echo '${JSON.stringify(reply)}'`).join("; ");
  plant(home, "venv/bin/python", `if [ "$1" = -c ]; then echo 3.12.0 1.0 2.0; exit 0; fi; ${said}\n${HANG}`);
  copyFileSync(
    join(projectRoot, "loaders", "python", "requirements.txt"),
    join(home, "venv", "portolan-requirements.txt"),
  );
}
const OPENED = [
  { type: "started", at: "0" },
  { type: "opened", importMs: 1, compileMs: 1, sessionMs: 1, firstInferenceMs: 1 },
];

/** A Python that answers what it is asked first, and then hangs. */
const plantPython = (home: string, first: string): string =>
  plant(home, "python", `case "$*" in *${first}*) ${HANG};; esac; echo "[\\"$0\\", \\"Python 3.12.0\\"]"`);

const measure = (...args: string[]) => [
  "measure",
  "--workload",
  "score-telemetry",
  "--size",
  "small",
  ...args,
];
const js = measure("--target", "js");
const hangingWorker =
  (target: string, ...replies: readonly object[]) =>
  (home: string) => {
    plantWorker(home, ...replies);
    return measure("--target", target);
  };

const MOMENTS: Readonly<Record<string, Moment>> = {
  "measure, as it says that it prepares": { signal: "SIGINT", args: () => js, when: says("Preparing") },
  "measure, a moment later": { signal: "SIGHUP", args: () => js, when: later(250, says("Preparing")) },
  "measure, while a model is downloaded": {
    signal: "SIGTERM",
    args: () =>
      measure("--target", "js", "--model", `score-telemetry=${stalledUrl()}#sha256=${"0".repeat(64)}`),
    when: later(300, says("Preparing")),
  },
  "measure, while Python is set up": {
    signal: "SIGINT",
    args: () => measure("--target", "python"),
    env: (home) => ({ PYTHON: plantPython(home, "venv") }),
    when: hasHung,
  },
  "measure, at the reference output": {
    isAlone: true,
    signal: "SIGTERM",
    args: () => js,
    when: ({ home }) =>
      existsSync(join(home, "cache/workers")) && readdirSync(join(home, "cache/workers")).length > 0,
  },
  "measure, in the cold start of its first process": {
    signal: "SIGINT",
    args: hangingWorker("python-numpy"),
    when: hasHung,
    says: /Stopped before anything was measured/,
  },
  "measure, in its warm loop": {
    signal: "SIGHUP",
    args: hangingWorker("python-numpy", ...OPENED),
    when: later(200, hasHung),
  },
  "measure, after one of its processes": {
    signal: "SIGTERM",
    args: () => js,
    when: says("[1/"),
    says: /Stopped; what was measured is kept: \d process/,
  },
  "measure, while it searches settings": {
    signal: "SIGINT",
    args: hangingWorker("python-tuned", ...OPENED),
    when: later(100, hasHung),
  },
  "start, while it measures": {
    signal: "SIGINT",
    args: () => ["start"],
    when: later(200, says("Preparing")),
  },
  "profile, while the interpreter is asked what it is": {
    signal: "SIGHUP",
    args: (home) => ["profile", "--", plantPython(home, "-c"), "app.py"],
    when: hasHung,
  },
  "profile, while py-spy is tried out": {
    signal: "SIGTERM",
    args: (home) => ["profile", "--", plantPython(home, "nothing"), "app.py"],
    env: (home) => ({ PORTOLAN_PYSPY: plant(home, "py-spy", HANG) }),
    when: hasHung,
  },
  "profile, in an unprofiled execution": {
    signal: "SIGINT",
    args: (home) => ["profile", "--", "node", plant(home, "hang.cjs", hangingNode(0))],
    when: hasHung,
    says: /interrupted before anything was measured/,
  },
  "profile, in a profiled execution": {
    signal: "SIGTERM",
    args: (home) => ["profile", "--repeat", "1", "--", "node", plant(home, "hang.cjs", hangingNode(1))],
    when: hasHung,
    says: /interrupted; what was measured is in/,
  },
  "attribute, of a large trace": {
    signal: "SIGINT",
    args: () => ["attribute", large],
    when: says("Reading"),
  },
  "profile, while marks are read": {
    signal: "SIGHUP",
    args: () => {
      const marks = `require("fs").copyFileSync(${JSON.stringify(large)}, process.env.PORTOLAN_TRACE)`;
      const next = `require("fs").writeFileSync(process.env.PORTOLAN_HOME + "/hung", "")`;
      return ["profile", "--repeat", "1", "--", "node", "-e", `${marks}; ${next}`];
    },
    when: later(500, hasHung),
  },
  "setup, while it downloads": {
    signal: "SIGTERM",
    args: () => ["setup", "profilers"],
    env: (home) => {
      const pip = `exec "${process.execPath}" -e "fetch('${stalledUrl()}')"`;
      const made = `mkdir -p "$3/bin"; printf '#!/bin/sh\\n' > "$3/bin/python"; cat >> "$3/bin/python" <<'END'
touch "$PORTOLAN_HOME/hung"
${pip}
END
chmod +x "$3/bin/python"`;
      return { PYTHON: plant(home, "python", `if [ "$2" = venv ]; then ${made}\nfi; echo Python 3.12.0`) };
    },
    when: later(200, hasHung),
  },
  "doctor, while it asks Python": {
    signal: "SIGINT",
    args: () => ["doctor"],
    env: (home) => ({ PYTHON: plantPython(home, "--version") }),
    when: hasHung,
  },
  "build, while Framework is at it": {
    signal: "SIGTERM",
    args: () => ["build"],
    when: later(700, says("Building the site")),
  },
  "dev, while it serves the preview": {
    signal: "SIGINT",
    args: () => ["dev"],
    when: (running) => /http:\/\/127\.0\.0\.1/.test(running.stdout()),
  },
  "sql, while it starts": { signal: "SIGHUP", args: () => ["sql", "select 1"], when: later(400, () => true) },
};

/** A program that hangs with a child of its own, in its nth execution. */
const hangingNode = (nth: number) => `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require("node:fs");
const { spawn } = require("node:child_process");
const count = process.env.PORTOLAN_HOME + "/count";
appendFileSync(count, ".");
if (readFileSync(count, "utf8").length > ${nth}) {
  spawn("sleep", ["333"]);
  appendFileSync(process.env.PORTOLAN_HOME + "/hung", ".");
}`;

async function stopAt(name: string, { signal, args, env, when, isAlone }: Moment) {
  const home = mkdtempSync(join(folder, `${name.replace(/\W+/g, "-")}-`));
  if (!isAlone) symlinkSync(cache, join(home, "cache"));
  const { child, printed } = startCli(args(home), {
    env: { ...env?.(home), PORTOLAN_HOME: home, PORTOLAN_DIST: join(home, "dist") },
  });
  let end: { code: number; at: number } | null = null;
  const ended = new Promise<void>((resolve) => {
    child.on("exit", (code, by) => {
      end = { code: code ?? 128 + constants.signals[by!], at: performance.now() };
      resolve();
    });
  });
  const running = { home, stdout: () => printed.stdout, stderr: () => printed.stderr };
  while (!when(running)) {
    if (end) throw new Error(`it ended before the moment came: ${printed.stderr}`);
    await sleep(10);
  }
  const sentAt = performance.now();
  child.kill(signal);
  await ended;
  const { code, at } = end!;
  for (let i = 0; i < 30 && livingWith(home).length > 0; i++) await sleep(10);
  return { code, tookMs: at - sentAt, ...printed, left: livingWith(home) };
}

describe.skipIf(process.platform === "win32")(
  "a signal ends it within a second, with all that it started:",
  () => {
    it.concurrent.each(Object.entries(MOMENTS))("%s", { retry: 2 }, async (name, moment) => {
      const { code, tookMs, stderr, left } = await stopAt(name, moment);
      expect(tookMs).toBeLessThan(BOUND_MS);
      expect(code).toBe(128 + constants.signals[moment.signal]);
      expect(left, "still running").toEqual([]);
      expect(stderr).toMatch(moment.says ?? /^/);
      if (!moment.says) expect(stderr).not.toMatch(/kept|portolan:/);
    });
  },
);
