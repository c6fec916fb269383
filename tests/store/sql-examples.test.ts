import { describe, expect, it } from "vitest";
import { askStore } from "../../loaders/store/ask-store.ts";
import { buildStore } from "../../loaders/store/build-store.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { SQL_EXAMPLES } from "../../src/report/sql-examples.ts";
import { objectsOf, type SqlResult } from "../../src/report/sql-result.ts";
import { around, endRow, header, outcomeRow, processRows, target } from "../fixtures/run.ts";

/** js has the longest tail, and one process that crashed. */
const rows = [
  ...[0, 1, 2].flatMap((replicate) => [
    ...processRows({ target: "python", replicate, wallMs: around(10, replicate), outcome: {} }),
    ...processRows({ target: "js", replicate, wallMs: [...around(5, replicate), 50], outcome: {} }),
  ]),
  outcomeRow({ workload: "embed-text", target: "js", replicate: 3, state: "crash", detail: "it fell" }),
  endRow(),
];
const run = runOfRows(header({ targets: [target("python", "stay"), target("js", "wasm")] }), rows);
const store = await buildStore([run], []);
const answers = await askStore(
  store,
  SQL_EXAMPLES.map(({ sql }) => sql),
  run.header.runId,
);

describe("a question of the SQL page", () => {
  it.each(SQL_EXAMPLES.map(({ question }, i) => [question, i] as const))("%s has an answer", (_, i) => {
    const answer = answers[i];
    if (answer instanceof Error) throw answer;
    expect(answer!.rows.length).toBeGreaterThan(0);
    expect(SQL_EXAMPLES[i]!.says(objectsOf(answer as SqlResult))).toMatch(/\w.*\.$/);
  });

  const said = (question: string) => {
    const i = SQL_EXAMPLES.findIndex((one) => one.question === question);
    return SQL_EXAMPLES[i]!.says(objectsOf(answers[i] as SqlResult));
  };
  it("names the worst tail", () =>
    expect(said("Which tail is the worst?")).toMatch(/longest tail is that of js/));
  it("names what is fastest", () => expect(said("What is fastest?")).toMatch(/: js, /));
  it("counts what failed", () =>
    expect(said("What did not end well?")).toBe("One process of this run did not end well."));

  it("says of nothing that it is nothing", () => {
    for (const { question, says } of SQL_EXAMPLES)
      expect(says([]) ?? "", question).not.toMatch(/undefined|NaN/);
  });
});

describe("a query of one's own", () => {
  it("is refused in DuckDB's words, and leaves the store as it is", async () => {
    const [bad, write, good] = await askStore(
      store,
      [
        "select nothing from samples",
        "delete from runs",
        "select count(*) as n from runs where run_id = $run",
      ],
      run.header.runId,
    );
    expect((bad as Error).message).toMatch(/"nothing" not found/);
    expect((write as Error).message).toMatch(/read-only/);
    expect(good).toEqual({ columns: [{ name: "n", kind: "integer" }], rows: [[1]] });
  });
});
