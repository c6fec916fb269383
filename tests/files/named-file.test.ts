import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registerAttribute } from "../../loaders/commands/attribute.ts";
import { registerCheck } from "../../loaders/commands/check.ts";
import { readArrivals } from "../../loaders/decide/read-arrivals.ts";
import { readScenario } from "../../loaders/decide/read-scenario.ts";
import { readNamedFile } from "../../loaders/files/named-file.ts";
import { userModel } from "../../loaders/models/model-file.ts";
import { readPriceBook } from "../../loaders/prices/read-prices.ts";
import { loadRules, readTrace } from "../../loaders/traces/read-trace.ts";
import { inProcess } from "../commands/in-process.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const KIND = { what: "policy file", give: "give the path of a YAML file" };
const known = { workloads: [], platforms: [], regions: [] };

describe("a file that a user names", () => {
  it("is read where it is one", () => {
    const path = join(folder, "a.yaml");
    writeFileSync(path, "a: 1");
    expect(readNamedFile(path, KIND).toString()).toBe("a: 1");
    expect(() => readNamedFile(path, { ...KIND, mostBytes: 3 })).toThrow(
      `the policy file ${path} cannot be read: it has 1 KiB; at most 1 KiB are read; give the path`,
    );
  });

  it("that is missing, or below a file, is named with what to give", () => {
    for (const path of [join(folder, "none"), join(folder, "a.yaml", "b")])
      expect(() => readNamedFile(path, KIND)).toThrow(
        `there is no policy file ${path}; give the path of a YAML file`,
      );
  });

  const notFiles = {
    "a folder": join(folder, "sub"),
    "a device": "/dev/zero",
    "a FIFO": join(folder, "fifo"),
  };
  mkdirSync(notFiles["a folder"]);
  if (process.platform !== "win32") execFileSync("mkfifo", [notFiles["a FIFO"]]);

  it.skipIf(process.platform === "win32").each(Object.entries(notFiles))(
    "is refused without a wait where it is %s",
    async (kind, path) => {
      const said = `${path} cannot be read: it is ${kind}; only regular files are read`;
      const readers: readonly (() => unknown)[] = [
        () => readTrace(path),
        () => loadRules(path),
        () => readScenario(path, known),
        () => readPriceBook(path),
        () => readArrivals(path),
        () => userModel(path),
      ];
      for (const reader of readers) await expect(async () => reader()).rejects.toThrow(said);
      // A folder is one of profiles there.
      const attributed = await inProcess(registerAttribute, ["attribute", path]);
      expect(attributed.message).toContain(kind === "a folder" ? `there is no profile in ${path}` : said);
      expect((await inProcess(registerCheck, ["check", "--policy", path])).message).toContain(said);
    },
  );
});
