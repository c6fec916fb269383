import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { summaryOfRun } from "../../loaders/store/summary-of-run.ts";
import type { RunRow } from "../../src/model/run-file.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { endRow, header, processRows } from "../fixtures/run.ts";
import { setEnvironment, temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
afterAll(setEnvironment({ PORTOLAN_REFERENCE_RUNS: folder }));

describe("the summary of a run", () => {
  it("has the GPUs of reference runs beside it, and no other target of theirs", () => {
    const [js] = header().targets;
    const cuda = {
      ...{ ...js!, id: "python-cuda", port: "stay", course: "setting", available: true, engines: {} },
      adapter: { name: "NVIDIA L4", software: false, api: "cuda" },
    };
    const write = (runId: string, targets: readonly unknown[]) =>
      writeFileSync(
        join(folder, `${runId}.jsonl`),
        [
          { ...header(), runId, targets },
          ...processRows({ target: "python-cuda", wallMs: [1, 1, 1] }),
          endRow(),
        ]
          .map((row) => `${JSON.stringify(row)}\n`)
          .join(""),
      );
    const own = runOfRows(header(), [
      ...processRows({ target: js!.id, wallMs: [1, 1, 1] }),
      endRow(),
    ] as RunRow[]);
    const summary = () => summaryOfRun({ run: own, warnings: [] } as never, () => {});
    write("no-gpu", header().targets);
    expect(summary()).not.toHaveProperty("elsewhere");
    write("with-gpu", [...header().targets, cuda]);
    const [elsewhere] = summary().elsewhere!;
    expect(elsewhere!.runId).toBe("with-gpu");
    expect(elsewhere!.targets.map(({ id }) => id)).toContain("python-cuda");
    expect(elsewhere!.targets.every(({ id, port }) => id === "python-cuda" || port === "stay")).toBe(true);
  });
});
