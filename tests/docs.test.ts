import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { written } from "../loaders/docs/index.ts";
import { dependencies, isFree } from "../loaders/docs/licences.ts";
import { projectRoot } from "../loaders/paths.ts";

describe("what `npm run docs` writes", () => {
  it.each(written())("%s is as it would write it", (path, text) => {
    expect(readFileSync(join(projectRoot, path), "utf8"), "run npm run docs").toBe(text);
  });
});

describe("the licences of what is installed", () => {
  it("are free to use, each of them", () => {
    const all = dependencies();
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter(({ licence }) => !isFree(licence))).toEqual([]);
  });

  it.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0-or-later)", true],
    ["(MIT AND Zlib)", true],
    ["MPL-2.0", true],
    ["GPL-2.0-only", false],
    ["GPL-3.0-or-later WITH Classpath-exception-2.0", false],
    ["(MIT AND GPL-3.0-only)", false],
    ["AGPL-3.0", false],
    ["LGPL-2.1-or-later OR GPL-3.0", false],
    ["not stated", false],
  ])("%s is free: %s", (licence, free) => {
    expect(isFree(licence)).toBe(free);
  });
});
