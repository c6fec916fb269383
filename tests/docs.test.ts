import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { written } from "../loaders/docs/index.ts";
import { projectRoot } from "../loaders/paths.ts";

describe("what `npm run docs` writes", () => {
  it.each(written())("%s is as it would write it", (path, text) => {
    expect(readFileSync(join(projectRoot, path), "utf8"), "run npm run docs").toBe(text);
  });
});
