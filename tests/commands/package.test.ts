import { expect, it } from "vitest";
import { packed } from "../fixtures/packed.ts";

const made = packed();

it("is a package of 3 MB at most, and holds what it needs and no tests", async () => {
  const { size, files } = await made;
  expect(size).toBeLessThan(3e6);
  const paths = files.map(({ path }) => path);
  for (const path of [
    "bin/portolan.js",
    "observablehq.config.ts",
    "src/index.md",
    "markers/portolan_marker.py",
  ])
    expect(paths).toContain(path);
  expect(paths.filter((path) => /^tests\/|\.observablehq\/|__pycache__|^\.portolan/.test(path))).toEqual([]);
});
