import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { referenceRuns } from "../../loaders/store/reference-runs.ts";
import { endRow, header, processRows } from "../fixtures/run.ts";
import { setEnvironment, temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
afterAll(setEnvironment({ PORTOLAN_REFERENCE_RUNS: folder }));

describe("reference runs", () => {
  it("are what the folder holds, oldest first; a damaged one is said and left out", () => {
    const told: string[] = [];
    expect(referenceRuns((line) => told.push(line))).toEqual([]);
    const write = (runId: string, startedAt: string) =>
      writeFileSync(
        join(folder, `${runId}.jsonl`),
        [{ ...header(), runId, startedAt }, ...processRows({ target: "js", wallMs: [1, 1, 1] }), endRow()]
          .map((row) => `${JSON.stringify(row)}\n`)
          .join(""),
      );
    write("b-of-july", "2026-07-01T00:00:00.000Z");
    write("a-of-august", "2026-08-01T00:00:00.000Z");
    writeFileSync(join(folder, "damaged.jsonl"), "no run\n");
    const runs = referenceRuns((line) => told.push(line));
    expect(runs.map(({ run }) => run.header.runId)).toEqual(["b-of-july", "a-of-august"]);
    expect(told).toEqual([expect.stringMatching(/^skipped damaged\.jsonl: /)]);
  });
});
