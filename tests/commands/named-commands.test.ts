import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { portolan } from "../../loaders/cli.ts";
import { projectRoot } from "../../loaders/paths.ts";

const commands = new Map((await portolan()).commands.map((command) => [command.name(), command]));
const names = [...commands.keys()].join("|");
const NAMED = new RegExp(`(npx )?(?<![\\w/.-])portolan (${names})\\b([^\`\\n]*)`, "g");

/** Every command that what Portolan prints or shows names: sources without their comments, and pages. */
const named = ["src", "loaders"].flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|md)$/.test(name) && !/^(?:\.observablehq|docs|pages)\b/.test(name))
    .flatMap((name) => {
      const source = readFileSync(join(projectRoot, folder, name), "utf8");
      const said = source.replace(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "").replaceAll("\\`", "`");
      return [...said.matchAll(NAMED)].map(([text, npx, command, rest]) => ({
        where: `${folder}/${name}: ${text.slice(0, 100)}`,
        npx: Boolean(npx),
        command: command!,
        options: [...rest!.matchAll(/(?<=\s)--[a-z][a-z-]*/g)].map(([option]) => option),
      }));
    }),
);

describe("a command that a message or a page names", () => {
  it("is found in the sources", () => {
    expect(named.length).toBeGreaterThan(30);
  });

  it.each(named)("works as typed: $where", ({ npx, command, options }) => {
    expect(npx, "npx portolan … works in a clone, portolan … only where it was installed").toBe(true);
    const known = commands.get(command)!.options.flatMap(({ long }) => long ?? []);
    expect(known).toEqual(expect.arrayContaining(options));
  });
});
