import type { Run, RunHeader, RunRow } from "./run-file.js";

/** A run of its rows, by kind and in order. */
export function runOfRows(header: RunHeader, rows: readonly RunRow[]): Run {
  const of = <K extends RunRow["kind"]>(kind: K) =>
    rows.filter((row): row is Extract<RunRow, { kind: K }> => row.kind === kind);
  return {
    header,
    cold: of("cold"),
    samples: of("samples"),
    memory: of("memory"),
    scores: of("score"),
    engine: of("engine"),
    searches: of("search"),
    outcomes: of("outcome"),
    crossings: of("crossing"),
    features: of("features"),
    ladders: of("ladder"),
    batches: of("batch"),
    bandwidths: of("bandwidth"),
    threadLadders: of("threads"),
    ends: of("end"),
  };
}
