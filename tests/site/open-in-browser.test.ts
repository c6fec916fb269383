import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openInBrowser } from "../../loaders/site/open-in-browser.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const URL = "http://127.0.0.1:3000/";

/** What is said when the only program in PATH is this opener, a shell script; null for none. */
async function openWith(script: string | null): Promise<string[]> {
  const bin = join(folder, String(Math.random()));
  mkdirSync(bin);
  if (script !== null) {
    for (const name of ["xdg-open", "open"]) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    }
  }
  vi.stubEnv("PATH", bin);
  const said: string[] = [];
  await openInBrowser(URL, (line) => said.push(line));
  return said;
}

afterEach(() => vi.unstubAllEnvs());

describe.skipIf(process.platform === "win32")("openInBrowser", () => {
  it("gives the address to the system's opener, and says nothing", async () => {
    const opened = join(folder, "opened");
    expect(await openWith(`echo "$1" > '${opened}'`)).toEqual([]);
    expect(existsSync(opened) && readFileSync(opened, "utf8")).toBe(`${URL}\n`);
  });

  it("says why no browser was opened, and what to do", async () => {
    expect(await openWith(null)).toEqual([
      expect.stringMatching(/^No browser was opened \((xdg-)?open was not found\): open http:.* yourself\.$/),
    ]);
    expect(await openWith("exit 3")).toEqual([expect.stringContaining("ended with exit code 3")]);
  });
});
