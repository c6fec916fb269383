import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiskFull, isDiskFull } from "../../loaders/files/disk-full.ts";
import { makeWhole, sweepHalves, writeWhole } from "../../loaders/files/whole-file.ts";
import { RunWriter, readRunFile } from "../../loaders/store/run-file.ts";
import { header, processRows } from "../fixtures/run.ts";
import { smallDisk } from "../fixtures/small-disk.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();

describe("a file made whole", () => {
  it("takes its place only when it is through, and leaves nothing of a failure", async () => {
    const path = join(folder, "made");
    writeWhole(path, "before");
    const failing = makeWhole(path, async (half) => {
      writeFileSync(half, "ha");
      expect(readFileSync(path, "utf8")).toBe("before");
      throw new Error("the compiler died");
    });
    await expect(failing).rejects.toThrow("the compiler died");
    expect(readdirSync(folder)).toEqual(["made"]);
    expect(readFileSync(path, "utf8")).toBe("before");
  });

  it("of a killed process is swept; of a living one, or a young one of elsewhere, it is not", () => {
    const cache = join(folder, "cache", "models");
    mkdirSync(cache, { recursive: true });
    const dead = spawnSync("true").pid;
    const old = new Date(Date.now() - 3_600e3);
    const names = [`a.${dead}.part`, `b.${process.pid}.part`, `c.${dead}.part`, "d.onnx"];
    for (const name of names) {
      writeFileSync(join(cache, name), "");
      if (!name.startsWith("c")) utimesSync(join(cache, name), old, old);
    }
    const half = join(cache, `e.${dead}.part`);
    mkdirSync(join(half, "objects"), { recursive: true });
    utimesSync(half, old, old);
    sweepHalves(join(folder, "cache"));
    expect(readdirSync(cache)).toEqual(names.slice(1));
  });
});

describe("a full disk", () => {
  const disk = smallDisk("64k");

  it.runIf(disk)("leaves no half of a file, and is told apart from other failures", () => {
    const path = join(disk!.folder, "model.onnx");
    expect(() => writeWhole(path, new Uint8Array(2 ** 20))).toThrow(DiskFull);
    expect(() => writeWhole(path, new Uint8Array(2 ** 20))).toThrow(
      `the disk is full: ${path} could not be written; free some space and try again`,
    );
    expect(readdirSync(disk!.folder)).toEqual([]);
  });

  it.runIf(disk)("keeps the rows before it, and no part of the one that did not fit", () => {
    const path = join(disk!.folder, "run.jsonl");
    const writer = new RunWriter(path, header());
    const rows = processRows({ target: "js", wallMs: Array.from({ length: 1_000 }, (_, i) => 1 + i / 7) });
    writer.append(rows[0]!);
    const before = readFileSync(path, "utf8");
    expect(() => writer.append(rows[1]!)).toThrow(DiskFull);
    expect(readFileSync(path, "utf8")).toBe(before);
    writer.append(rows[2]!); // Somebody freed some space.
    writer.close();
    expect(readRunFile(path).run).toMatchObject({ cold: [{}], samples: [], memory: [{}] });
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it.each([
    ["ENOSPC: no space left on device, write", true],
    ["OSError: [Errno 28] No space left on device", true],
    ["EDQUOT: disk quota exceeded", true],
    ["out of memory", false],
  ])("is known by what programs say: %s", (message, expected) => {
    expect(isDiskFull(new Error(message))).toBe(expected);
  });
});
