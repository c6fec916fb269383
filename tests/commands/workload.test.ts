import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { registerMeasure } from "../../loaders/commands/measure.ts";
import type { MeasureJson } from "../../loaders/commands/measure-report.ts";
import { registerWorkload } from "../../loaders/commands/workload.ts";
import type { CheckedGlue } from "../../loaders/harness/check-workload.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { summarise } from "../../src/model/summarise.ts";
import { lendPython, projectPython } from "../fixtures/python.ts";
import { lendCache, temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

const home = temporaryHome();
lendCache(home);
lendPython(home);

const outside = join(temporaryFolder(), "a folder with blanks");
const folder = join(outside, "score-rows");
const workload = (...args: string[]) => inProcess(registerWorkload, ["workload", ...args]);

/** A workload of its own for each thing that may be wrong with one. */
let folders = 0;
function another(...glue: string[]): Promise<string> {
  const path = join(outside, `another-${++folders}`);
  return workload("new", path, ...(glue.length > 0 ? ["--glue", ...glue] : [])).then(({ code, stderr }) => {
    expect(code, stderr).toBe(0);
    return path;
  });
}

const edit = (path: string, from: string | RegExp, to: string) => {
  const before = readFileSync(path, "utf8");
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
};

describe.skipIf(!projectPython)("a workload in a folder of one's own", () => {
  let made: Awaited<ReturnType<typeof workload>>;
  beforeAll(async () => {
    mkdirSync(outside, { recursive: true });
    made = await workload("new", folder, "--glue", "ts", "c");
  });

  it("is written to begin with, and never over what is there", async () => {
    expect(made.stdout).toContain("Wrote score-rows/glue.py");
    expect(made.stdout).toContain(`Next: npx portolan workload check ${folder}`);
    const again = await workload("new", folder);
    expect(again).toMatchObject({ code: 1, message: expect.stringContaining("is there and not empty") });
  });

  it("is checked: every language that has glue agrees with glue.py, in as many calls", async () => {
    const { code, stdout, stderr } = await workload("check", folder, "--json");
    const checked = JSON.parse(stdout) as CheckedGlue[];
    expect(code, stderr + stdout).toBe(0);
    const ran = checked.filter(({ state }) => state !== "not checked");
    expect(ran.length).toBeGreaterThanOrEqual(2);
    expect(ran[0]).toMatchObject({ glue: "glue.py", state: "reference", calls: 3 });
    for (const one of ran.slice(1)) expect(one).toMatchObject({ state: "agrees", calls: 3 });
    expect(checked.find(({ glue }) => glue.includes("Pyodide"))).toMatchObject({
      state: "not checked",
      detail: expect.stringContaining("numpy"),
    });
  });

  it("is measured where it lies, and is in the run's summary with its answer and its calls", async () => {
    const targets = ["python-numpy", "js"];
    const { stdout, stderr } = await inProcess(registerMeasure, [
      ...["measure", "--workload-dir", folder, "--target", ...targets, "--no-boundary", "--json"],
    ]);
    const { path, cells } = JSON.parse(stdout) as MeasureJson;
    expect(
      cells.map(({ workload: id, state, detail }) => [id, state, detail]),
      stderr,
    ).toEqual(targets.map(() => ["score-rows", "ok", ""]));
    const [shown] = summarise(readRunFile(path).run).workloads;
    expect(shown).toMatchObject({
      id: "score-rows",
      title: "Score rows",
      calls: [{ model: "score", calls: 3, inputBytes: 48, outputBytes: 36 }],
      arrays: true,
    });
    expect(JSON.parse(shown!.answer!)).toMatchObject({ best: [0, 1, 2] });
    expect(shown!.cells.every(({ state }) => state === "measured")).toBe(true);
  });

  it("needs glue in Python alone: other targets say that theirs is not provided", async () => {
    const path = await another();
    const { stdout } = await workload("check", path, "--json");
    const checked = JSON.parse(stdout) as CheckedGlue[];
    expect(checked.map(({ state }) => state)).toEqual(["reference", ...new Array(4).fill("not checked")]);
    expect(checked.at(-1)!.detail).toBe("not provided: the workload has no glue in C (glue.c)");
  });

  it("says where glue parts from the reference", async () => {
    const path = await another("ts");
    edit(join(path, "glue.ts"), "scores.push(largest)", "scores.push(largest + 1)");
    const { code, stdout } = await workload("check", path);
    expect(code).toBe(1);
    expect(stdout).toMatch(/glue\.ts, small: postprocess: "result"\[3\] is 7\.8\d*, the reference has 6\.8/);
  });

  it.each([
    ["throws", "best, scores = [], []", "raise ValueError('no such row')", "no such row"],
    [
      "calls a model that is not there",
      '"score", [',
      '"scoer", [',
      'calls the model "scoer"; the workload has score',
    ],
    ["asks for another shape", "row.reshape(1, 4)", "row.reshape(4, 1)", /row|dimension|INVALID_ARGUMENT/i],
    ["answers with no JSON", "return json.dumps(", "return str(", /no JSON|encode/],
  ])("costs its own cell where glue %s", async (_, from, to, said) => {
    const path = await another();
    edit(join(path, "glue.py"), from, to);
    const { code, stdout } = await workload("check", path);
    expect(code).toBe(1);
    expect(stdout).toMatch(said);
  });

  it("is refused where the reference does not answer what is right", async () => {
    const path = await another();
    edit(join(path, "small.json"), "[0, 1, 2]", "[0, 1, 1]");
    const { code, message } = await inProcess(registerMeasure, [
      ...["measure", "--workload-dir", path, "--target", "python-numpy", "--no-boundary"],
    ]);
    expect(code).toBe(1);
    expect(message).toMatch(/the reference output of "another-\d+" is wrong: .*is 2, the right one has 1/);
  });
});

describe("workload.yaml", () => {
  const checked = async (path: string) => (await workload("check", path)).message;

  it("names every fault at once, each with its line and what is allowed", async () => {
    const path = await another();
    const yaml = join(path, "workload.yaml");
    edit(yaml, "title: Score rows", "title: Score rows\nid: Score Rows\ntilte: x");
    edit(yaml, "file: score.onnx", "file: missing.onnx, url: https://example.com/m.onnx");
    edit(yaml, "payload: small.txt", "payload: gone.txt");
    edit(yaml, "tolerance: 0.001", "tolerance: -1");
    const message = await checked(path);
    for (const part of [
      'unknown key "tilte"',
      "did you mean title?",
      'its id is "Score Rows"',
      "score says file and url: say one of",
      "payload is gone.txt, and there is no such file",
      "tolerance is -1: give a number above 0",
    ])
      expect(message).toContain(part);
  });

  it.each([
    ["package: just-a-name", "give a file of a package, as name/path/in/it"],
    ["url: http://example.com/m.onnx", "only https is fetched"],
    ["url: https://example.com/m.onnx", "needs its sha256, 64 lower-case hex digits"],
    ["url: https://example.com/m.onnx, sha256: abc", 'found "abc"'],
  ])("takes no model as %s", async (model, said) => {
    const path = await another();
    edit(join(path, "workload.yaml"), "file: score.onnx", model);
    expect(await checked(path)).toContain(said);
  });

  it("is told from a folder without one, and needs glue.py", async () => {
    expect(await checked(outside)).toContain("there is no workload");
    const path = await another();
    rmSync(join(path, "glue.py"));
    expect(await checked(path)).toContain("there is no glue.py beside it");
  });

  it("may not take the name of a built-in workload, or of a model alone", async () => {
    for (const id of ["embed-text", "onnx-mine"]) {
      const path = await another();
      appendFileSync(join(path, "workload.yaml"), `id: ${id}\n`);
      expect(await checked(path)).toContain(`its id `);
    }
  });

  it.skipIf(!projectPython)("says which model cannot be read", async () => {
    const path = await another();
    writeFileSync(join(path, "score.onnx"), Buffer.from([58, 200, 1, 0]));
    const { code, stdout } = await workload("check", path);
    expect(code).toBe(1);
    expect(stdout).toContain("score.onnx is no ONNX model that can be read");
  });
});
