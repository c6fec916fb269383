import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { targetById } from "../../loaders/targets/index.ts";
import type { Run } from "../../src/model/run-file.ts";
import { summarise } from "../../src/model/summarise.ts";
import { lendPython } from "../fixtures/python.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";
import { measureTelemetry as measure } from "./measure-telemetry.ts";

const TUNED = ["python-tuned", "wasm-tuned", "native-tuned"];

const home = temporaryHome();
lendPython(home);
lendCache(home);

describe("the tuned targets, measured", () => {
  let run: Run;
  const available = (id: string) => run.header.targets.some((one) => one.id === id && one.available);

  beforeAll(async () => {
    run = readRunFile((await measure("--target", "python-numpy", ...TUNED)).path).run;
  });

  it.for(TUNED)(
    "%s searches once, starting from the program as it is, and no setting is refused",
    (id, { skip }) => {
      skip(!available(id), `${id} cannot run here`);
      const [search, ...more] = run.searches.filter(({ target }) => target === id);
      expect(more).toEqual([]);
      expect(search!.candidates[0]!.settings).toEqual({});
      expect(search!.candidates.length).toBeGreaterThan(3);
      expect(search!.candidates.map(({ refused }) => refused)).toEqual(search!.candidates.map(() => null));
      expect(search!.code).toEqual(targetById(id).tuning!.code(search!.chosen));
    },
  );

  it.for(TUNED)("%s takes its figure from processes of its own, with the settings found", (id, { skip }) => {
    skip(!available(id), `${id} cannot run here`);
    const cell = summarise(run).workloads[0]!.cells.find(({ target }) => target === id)!;
    if (cell.state !== "measured") throw new Error(cell.reason);
    expect(cell.processes).toBeGreaterThan(1);
    expect(cell.settings).toEqual(run.searches.find(({ target }) => target === id));
    expect(cell.threads).toBe(cell.settings!.chosen.threads ?? 1);
    expect(cell.likeTarget).toBe(
      id === "python-tuned" ? null : available("python-tuned") ? "python-tuned" : null,
    );
  });

  it("goes on after an interruption with what was searched before it", async ({ skip }) => {
    skip(!available("native-tuned"), "native-tuned cannot run here");
    const { path } = await measure("--target", "native-tuned");
    const [header, ...rows] = readFileSync(path, "utf8").split("\n");
    const search = rows.find((row) => row.includes('"kind":"search"'))!;
    writeFileSync(path, `${header}\n${search}\n`);
    const resumed = await measure("--target", "native-tuned");
    expect(resumed).toMatchObject({ path, resumed: true, end: "complete" });
    const { crc32, ...row } = JSON.parse(search);
    expect(readRunFile(path).run.searches).toEqual([row]);
  });

  it("searches nothing for a target whose settings are given", () => {
    expect(run.searches.every(({ target }) => TUNED.includes(target))).toBe(true);
  });
});
