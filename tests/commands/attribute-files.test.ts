import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { registerAttribute } from "../../loaders/commands/attribute.ts";
import { openDuckDb } from "../../loaders/store/duckdb.ts";
import { PROFILE_TABLE } from "../../src/model/traces/profile-table.ts";
import { cli } from "../fixtures/cli.ts";
import { temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";
import { readSample } from "../fixtures/trace-samples.ts";
import { inProcess } from "./in-process.ts";

temporaryHome();

/** Two profiles, a cut one, and what else lies about. */
const folder = join(temporaryFolder(), "traces");
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};
const glue = file(
  "day-2/glue.txt",
  "main (app.py:1);step (app.py:7) 90\nmain (app.py:1);read (libc.so.6) 10\n",
);
const compute = file("compute.json.gz", gzipSync(readSample("kineto.gpu-bound.json")));
file("cut.json.gz", gzipSync(readSample("kineto.gpu.json")).subarray(0, 400));
const note = file("notes", "to do: record this again\n");
file("README.md", "# Traces\n");
file("node_modules/some/index.json", "{}");
file(".cache/old.txt", "main (a.py:1);step (a.py:2) 1\n");

const attribute = (...args: string[]) => inProcess(registerAttribute, ["attribute", ...args]);

describe("portolan attribute with a folder", () => {
  it("prints a table by what dominates, names what it could not read, and goes on", async () => {
    const { code, stdout, stderr } = await attribute(folder);
    const rows = stdout.split("\n").filter((line) => line.includes(" %"));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/^ day-2\/glue\.txt +collapsed +\S+ ms +interpreter +90\.0 %/);
    expect(rows[1]).toMatch(/^ compute\.json\.gz +kineto +100 ms +compute +0\.0 % +99\.0 %/);
    expect(stdout).toMatch(/^2 profiles: 1 mostly interpreter, 1 mostly compute\.$/m);
    expect(stderr).toMatch(/^Skipped: 3 that are no profiles \(.*README\.md.*\), and 1 hidden\.$/m);
    expect(stderr).toMatch(
      /^1 could not be read:\n {2}.*cut\.json\.gz: The gzip file .*damaged or cut off.*\n$/m,
    );
    expect(code).toBe(1);
  });

  it("gives each file what it gets alone, with the user's rules too", async () => {
    const rules = join(temporaryFolder(), "mine.yaml");
    writeFileSync(
      rules,
      "rules:\n- { id: my-step, bucket: compute, name: '^st.p$', reason: It computes. }\n",
    );
    const many = await attribute(glue, compute, "--rules", rules, "--json");
    const each = [];
    for (const path of [glue, compute]) {
      each.push({
        file: path,
        attribution: JSON.parse((await attribute(path, "--rules", rules, "--json")).stdout),
      });
    }
    expect({ code: many.code, stderr: many.stderr }).toEqual({ code: 0, stderr: "" });
    const found = (JSON.parse(many.stdout) as { file: string }[]).sort((a, b) => (a.file < b.file ? 1 : -1));
    expect(found).toMatchObject(each);
    expect(each[0]!.attribution.buckets.compute.share).toBeCloseTo(0.9, 9);
  });

  it("fails for a file that was named and is no profile", async () => {
    const { code, stdout, stderr } = await attribute(glue, note, "--json");
    expect(JSON.parse(stdout)).toMatchObject([
      { file: glue, attribution: { format: "collapsed" } },
      { file: note, error: expect.stringMatching(/notes: This is no profile that Portolan knows/) },
    ]);
    expect(stderr).toMatch(/^1 could not be read:\n.*notes: This is no profile that Portolan knows/);
    expect(code).toBe(1);
  });

  it("says so where a folder holds none", async () => {
    const { code, message } = await attribute(join(folder, ".cache"), "--jobs", "1");
    expect({ code, message }).toEqual({ code: 0, message: "" });
    const empty = temporaryFolder();
    expect(await attribute(empty)).toMatchObject({ code: 1, message: `there is no profile in ${empty}` });
  });
});

describe("portolan attribute --output", () => {
  it("writes a row for each file into a DuckDB database", async () => {
    const path = join(temporaryFolder(), "table.duckdb");
    await attribute(folder, "-o", path);
    const { bindings, connection } = await openDuckDb();
    bindings.registerFileBuffer("written.duckdb", new Uint8Array(readFileSync(path)));
    connection.query("ATTACH 'written.duckdb' AS written (READ_ONLY)");
    const rows = (sql: string) =>
      connection
        .query(sql)
        .toArray()
        .map((row) => row.toJSON());
    expect(rows("SELECT format, dominant, error IS NULL AS ok FROM written.profiles")).toEqual([
      { format: "collapsed", dominant: "interpreter", ok: true },
      { format: "kineto", dominant: "compute", ok: true },
      { format: null, dominant: null, ok: false },
    ]);
    expect(rows("DESCRIBE written.profiles").map((row) => [row.column_name, row.column_type])).toEqual(
      PROFILE_TABLE.columns.map(({ name, type }) => [name, type]),
    );
    connection.query("DETACH written");
  });

  it("writes CSV, of a single file too", async () => {
    const path = join(temporaryFolder(), "table.csv");
    const { code, stdout } = await attribute(glue, "-o", path);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Interpreter \(glue\)/),
    });
    const [head, row, ...more] = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(head).toBe(PROFILE_TABLE.columns.map(({ name }) => name).join(","));
    expect(row).toMatch(/glue\.txt,\d+,,collapsed,.*,interpreter,0\.9,/);
    expect(more).toEqual([]);
  });

  it.each([
    [
      "table.parquet",
      /"table\.parquet" does not end in \.duckdb or \.csv; .* copy profiles to 'table\.parquet'/,
    ],
    ["table", /"table" does not end in \.duckdb or \.csv\./],
    ["nowhere/table.csv", /the folder nowhere is missing or not writable/],
  ])("refuses %s before anything is read", async (path, said) => {
    const { code, stdout, message } = await attribute(folder, "-o", path);
    expect(message).toMatch(said);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });
});

it("tells how far it is, and ends at once at Ctrl-C", async () => {
  const busy = temporaryFolder();
  for (const at of [0, 1, 2, 3, 4, 5])
    writeFileSync(join(busy, `${at}.txt`), `main (a.py:1);${"a".repeat(60)}b 1\n`);
  // Each file takes the two seconds after which a rule is given up.
  const rules = join(temporaryFolder(), "slow.yaml");
  writeFileSync(rules, "rules:\n- { id: slow, bucket: io, name: '^(a+)+$', reason: It takes for ever. }\n");
  const { code, stdout } = await cli(["attribute", busy, "--jobs", "1", "--rules", rules], {
    onStderr: (text, kill) => {
      if (/^Read \d of 6 files … \d+ s\n/.test(text)) kill("SIGINT");
    },
  });
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
});
