import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { main } from "../../loaders/cli.ts";
import { setEnvironment, temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();

/** What `portolan runs` says of a home, on stderr. */
async function saidOf(home: string): Promise<string> {
  let said = "";
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const setBack = setEnvironment({ PORTOLAN_HOME: home });
  const { exitCode } = process;
  try {
    await main(["node", "portolan", "runs"]);
    return said;
  } finally {
    process.exitCode = exitCode;
    setBack();
    spy.mockRestore();
  }
}

const message = (home: string) =>
  new RegExp(
    `^portolan: Portolan keeps runs and caches in ${home}, and ${home}\\S* cannot be made or changed \\(E[A-Z]+\\); make that folder writable, or set PORTOLAN_HOME to one that is\n$`,
  );

describe("a home that cannot be written to", () => {
  it("is one clear message where it lies below a file", async () => {
    writeFileSync(join(folder, "file"), "");
    const home = join(folder, "file", "home");
    expect(await saidOf(home)).toMatch(message(home));
  });

  it.runIf(process.platform === "linux")("is one where the system lets nobody make a folder", async () => {
    expect(await saidOf("/proc/portolan")).toMatch(message("/proc/portolan"));
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "is one where it is read-only",
    async () => {
      const home = join(folder, "read-only");
      mkdirSync(home);
      chmodSync(home, 0o500);
      expect(await saidOf(home)).toMatch(message(home));
    },
  );
});
