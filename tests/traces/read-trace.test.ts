import { chmodSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadRules, readTrace } from "../../loaders/traces/read-trace.ts";
import { TraceError } from "../../src/model/traces/format.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const stacks = file("stacks.txt", "main (app.py:1) 3\nmain (app.py:1);read (libc.so.6) 1\n");

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(TraceError);
    return (error as Error).message;
  }
  throw new Error("it did not fail");
}

describe("readTrace", () => {
  it("reads a profile", () => {
    expect(readTrace(stacks)).toMatchObject({ format: "collapsed", wallMs: 4 });
  });

  // Sparse: neither takes the disk, and neither may be read to its end.
  const huge = file("huge.json", "");
  const hugeProfile = file(
    "speedscope.json",
    '{"$schema":"https://www.speedscope.app/file-format-schema.json","profiles":[',
  );
  for (const path of [huge, hugeProfile]) truncateSync(path, 3 * 2 ** 30);
  const sub = join(folder, "sub");
  mkdirSync(sub);

  it.each([
    [
      "a missing file",
      join(folder, "none.json"),
      /there is no profile .*none\.json; give the path of a file/,
    ],
    ["a path through a file", join(stacks, "x"), /there is no profile .*x; give the path of a file/],
    [
      "a folder",
      sub,
      /the profile .*sub cannot be read: it is a folder; only regular files are read; give the path of a file/,
    ],
    [
      "3 GiB of a format that is read at once",
      hugeProfile,
      /^speedscope\.json: It has 3,072 MiB; of such a profile at most 2,048 MiB are read\. Record a shorter run/,
    ],
    ["3 GiB of nothing", huge, /^huge\.json: This is no profile that Portolan knows\. .* bytes 00 00/],
    ["an empty file", file("empty.json", ""), /^empty\.json: The file is empty/],
  ])("says what is wrong with %s", (_, path, message) => {
    expect(messageOf(() => readTrace(path))).toMatch(message);
  });

  it.skipIf(process.platform === "win32")("does not wait for a device", () => {
    expect(messageOf(() => readTrace("/dev/null"))).toMatch(
      /the profile \/dev\/null cannot be read: it is a device; only regular files/,
    );
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "says that it may not read a file",
    () => {
      const secret = file("secret.json", "{}");
      chmodSync(secret, 0);
      expect(messageOf(() => readTrace(secret))).toMatch(
        /may not be read by this user; change its permissions/,
      );
    },
  );
});

describe("loadRules", () => {
  it("puts a user's rules in front of the default table", () => {
    const defaults = loadRules();
    expect(defaults.length).toBeGreaterThan(50);
    const mine = file("mine.yaml", "rules:\n- { id: numpy, bucket: io, name: x, reason: mine }\n");
    const combined = loadRules(mine);
    expect(combined[0]).toMatchObject({ id: "numpy", reason: "mine" });
    expect(combined).toHaveLength(defaults.length);
  });

  it("refuses a missing file", () => {
    expect(messageOf(() => loadRules(join(folder, "none.yaml")))).toMatch(
      /there is no rules file .*none\.yaml; give the path of a YAML file/,
    );
  });

  it("refuses a profile, by its lines", () => {
    expect(() => loadRules(stacks)).toThrow(/^stacks\.txt:1: the file is not a mapping/);
  });
});
