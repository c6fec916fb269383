import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tracedArgs } from "../../loaders/profile/c-profile.ts";
import { CommandError, resolveCommand } from "../../loaders/profile/pipeline-command.ts";
import { systemPython } from "../../loaders/python/venv.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const path = process.env.PATH ?? "";
const hasPython = (await systemPython()) !== null;
if (!hasPython) process.stderr.write("\n*** python3 was not found: its tests are SKIPPED. ***\n");

function script(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

beforeEach(() => {
  process.env.PATH = `${folder}${delimiter}${path}`;
});
afterEach(() => {
  process.env.PATH = path;
});

describe("a command", () => {
  it("of Node is Node itself with what stands behind it", async () => {
    expect(await resolveCommand(["node", "--enable-source-maps", "app.js", "3"])).toEqual({
      typed: ["node", "--enable-source-maps", "app.js", "3"],
      host: "node",
      interpreter: process.execPath,
      version: `Node ${process.versions.node}`,
      args: ["--enable-source-maps", "app.js", "3"],
    });
  });

  it("is taken as Node behind a version manager's shell script of that name", async () => {
    const shim = join(folder, "shims");
    symlinkSync(folder, shim);
    script("node", `#!/bin/sh\nexec ${process.execPath} "$@"\n`);
    const { interpreter } = await resolveCommand([join(shim, "node"), "app.js"]);
    expect(interpreter).toBe(process.execPath);
  });

  it.skipIf(!hasPython)("of Python is CPython itself", async () => {
    const command = await resolveCommand(["python3", "-m", "app"]);
    expect(command).toMatchObject({ host: "python", args: ["-m", "app"] });
    expect(command.version).toBe(`Python ${await systemPython()}`);
    expect(command.interpreter).toMatch(/^\/.*python/);
  });

  it.skipIf(!hasPython)("may be a script whose first line names Python, with its options", async () => {
    const file = script("tool", "#!/usr/bin/env -S python3 -u\nprint(1)\n");
    expect(await resolveCommand(["tool", "--fast"])).toMatchObject({
      typed: ["tool", "--fast"],
      host: "python",
      args: ["-u", file, "--fast"],
    });
  });

  it("may be a script whose first line names Node by path", async () => {
    const file = script("served", `#!${process.execPath}\nconsole.log(1)\n`);
    expect(await resolveCommand([file])).toMatchObject({ host: "node", args: [file] });
  });
});

describe("a command that cannot be profiled", () => {
  script("binary", "\x7fELF…");
  script("shell-tool", "#!/bin/sh\necho\n");
  script("python9", "#!/bin/sh\necho I am not it >&2\nexit 1\n");
  script("loop", "#!/usr/bin/env loop\n");
  writeFileSync(join(folder, "plain.py"), "print(1)");

  it.each([
    [
      "that does not exist",
      ["pythn", "a.py"],
      /^"pythn" was not found in PATH\. Accepted are python and node/,
    ],
    [
      "that may not be run",
      [join(folder, "plain.py")],
      /plain\.py" is not a program that can be run\. Accepted/,
    ],
    ["that is a binary", ["binary"], /^"binary" is neither Python nor Node/],
    ["that is a shell script", ["shell-tool"], /^"sh" cannot be profiled: run the interpreter itself/],
    ["that names itself as its interpreter", ["loop"], /^"loop" is neither Python nor Node/],
    [
      "without a script",
      ["node"],
      /^"node" alone would wait for typed input; add a script: node pipeline\.js/,
    ],
    ["of uv", ["uv", "run", "a.py"], /put it in front of all: uv run npx portolan profile -- python/],
    ["of tsx", ["/x/bin/tsx", "a.ts"], /node --import tsx pipeline\.ts/],
    ["of npx", ["npx", "thing"], /run what it starts: node path\/to\/script\.js/],
    ["of bun", ["bun", "a.ts"], /no profiler that Portolan can read/],
    ["of PyPy", ["pypy3", "a.py"], /py-spy reads CPython only/],
    [
      "that only calls itself Python",
      ["python9", "a.py"],
      /python9 does not answer as Python does; it said: I am not it/,
    ],
    ["that is none", [], /^no command was given\. Accepted/],
  ])("%s is refused with what is accepted", async (_, typed, message) => {
    const refusal = resolveCommand(typed);
    await expect(refusal).rejects.toThrow(CommandError);
    await expect(refusal).rejects.toThrow(message);
  });
});

describe("cProfile", () => {
  it.each([
    [
      ["app.py", "-c", "3"],
      ["-m", "cProfile", "-o", "out", "app.py", "-c", "3"],
    ],
    [
      ["-u", "-X", "dev", "app.py"],
      ["-u", "-X", "dev", "-m", "cProfile", "-o", "out", "app.py"],
    ],
    [
      ["-O", "-m", "app", "-v"],
      ["-O", "-m", "cProfile", "-o", "out", "-m", "app", "-v"],
    ],
  ])("goes in front of the script: %j", (args, expected) => {
    expect(tracedArgs(args, "out")).toEqual(expected);
  });

  it.each([[["-c", "print(1)"]], [["-u"]], [["-"]]])("refuses %j, which is no script", (args) => {
    expect(() => tracedArgs(args, "out")).toThrow(/cProfile takes a script or -m module, not "/);
  });
});
