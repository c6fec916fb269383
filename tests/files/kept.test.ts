import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { kept, sweepKept } from "../../loaders/files/kept.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();
let made = 0;
const folder = async (half: string) => {
  made++;
  await new Promise((resolve) => setTimeout(resolve, 5));
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, "it"), "whole");
};

it("makes a thing once, also where two ask for it at the same time", async () => {
  const [one, two] = await Promise.all([kept("things", "a", folder), kept("things", "a", folder)]);
  expect(one).toBe(two);
  expect(await kept("things", "a", folder)).toBe(one);
  expect(made).toBe(2);
  expect(readFileSync(join(one, "it"), "utf8")).toBe("whole");
});

it("leaves nothing of what could not be made", async () => {
  await expect(kept("things", "b", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(join(home, "cache", "things", "b"))).toBe(false);
});

it("is rid of what was not used for long, and keeps what was used last", async () => {
  const paths = await Promise.all(["c", "d", "e"].map((key) => kept("others", key, folder)));
  const daysAgo = (path: string, days: number) => {
    const date = new Date(Date.now() - days * 86_400e3);
    utimesSync(path, date, date);
  };
  daysAgo(paths[0]!, 40);
  daysAgo(paths[1]!, 2);
  const half = join(dirname(paths[0]!), "f.1.part");
  mkdirSync(half);
  sweepKept("others", { days: 30 });
  expect(paths.map((path) => existsSync(path))).toEqual([false, true, true]);
  sweepKept("others", { days: 30, most: 1 });
  expect(paths.map((path) => existsSync(path))).toEqual([false, false, true]);
  expect(existsSync(half)).toBe(true);
});
