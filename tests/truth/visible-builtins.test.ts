import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../loaders/run-command.ts";
import { visibleBuiltins } from "../../loaders/truth/program.ts";

const preload = ["--import", pathToFileURL(visibleBuiltins).href];

const BUSY = `
const records = Array.from({ length: 2000 }, (_, i) => ({ id: i, name: "sensor " + i, values: [i / 7, i / 3] }));
function handle() { return JSON.parse(JSON.stringify(records)); }
const until = Date.now() + 300;
while (Date.now() < until) handle();
`;

describe("visible built-ins", () => {
  it("have a frame of their own in a .cpuprofile", async () => {
    const folder = mkdtempSync(join(tmpdir(), "portolan-builtins-"));
    try {
      writeFileSync(join(folder, "busy.mjs"), BUSY);
      const options = ["--cpu-prof", "--cpu-prof-dir", folder, join(folder, "busy.mjs")];
      expect((await runCommand(process.execPath, [...preload, ...options])).stderr).toBe("");
      const file = readdirSync(folder).find((name) => name.endsWith(".cpuprofile"))!;
      const { nodes } = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
        nodes: { callFrame: { functionName: string; url: string }; hitCount: number }[];
      };
      const hits = (name: string) =>
        nodes
          .filter(({ callFrame }) => callFrame.functionName === name)
          .reduce((sum, { hitCount }) => sum + hitCount, 0);
      const serialising = hits("JSON.parse") + hits("JSON.stringify");
      expect(serialising).toBeGreaterThan(50);
      // Without them, all of it would be the handler's.
      expect(hits("handle")).toBeLessThan(serialising / 4);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("answer as the built-ins do", async () => {
    const program = `
      const bytes = new Uint8Array([1, 2, 3, 4]);
      bytes.set([9, 8], 1);
      let message = "";
      try { JSON.parse("{"); } catch (error) { message = error.name; }
      const clone = structuredClone(new Map([["a", 1]]));
      process.stdout.write(JSON.stringify([
        JSON.parse("[1,2]", (key, value) => (key === "0" ? 5 : value)), JSON.stringify({ a: 1 }, null, 1), [...bytes.slice(1)],
        bytes.slice(1) instanceof Uint8Array, [...bytes.copyWithin(0, 2)], bytes.buffer.slice(2).byteLength,
        new TextDecoder().decode(new TextEncoder().encode("é")), message, clone.get("a"),
        JSON.parse.name, JSON.parse.length, Object.keys(JSON).length,
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1), Atomics.wait.length,
      ]));`;
    const [plain, named] = await Promise.all([
      runCommand(process.execPath, ["-e", program]),
      runCommand(process.execPath, [...preload, "-e", program]),
    ]);
    expect(JSON.parse(named.stdout)[0]).toEqual([5, 2]);
    expect(named.stdout).toBe(plain.stdout);
  });
});
