/** What a reader can start from, asked of one run, since the store holds all that were found. */
export function examplesOf(runId: string): readonly { readonly label: string; readonly sql: string }[] {
  const ofRun = `WHERE run_id = '${runId.replaceAll("'", "''")}'`;
  return [
    {
      label: "p50 per workload and target",
      sql: `-- The median over processes of each process's median, as in the report.
SELECT workload, target, count(*) AS processes, median(p50_ms) AS p50_ms
FROM (
  SELECT workload, target, process, median(wall_ms) AS p50_ms
  FROM samples
  ${ofRun} AND arm = 'wall'
  GROUP BY ALL
)
GROUP BY ALL
ORDER BY workload, p50_ms`,
    },
    {
      label: "Phases of the cold start",
      sql: `SELECT workload, target,
  median(spawn_ms) AS spawn_ms, median(import_ms) AS import_ms, median(compile_ms) AS compile_ms,
  median(session_ms) AS session_ms, median(first_inference_ms) AS first_inference_ms
FROM cold_starts
${ofRun} AND arm = 'wall'
GROUP BY ALL
ORDER BY workload, target`,
    },
    {
      label: "Share per bucket",
      sql: `-- All requests, slow ones too, and before the engine's profile splits the model call.
SELECT workload, target, bucket,
  100 * sum(duration_ms) / sum(sum(duration_ms)) OVER (PARTITION BY workload, target) AS percent
FROM spans
${ofRun} AND arm = 'wall'
GROUP BY workload, target, bucket
ORDER BY workload, target, bucket`,
    },
    {
      label: "Processes that did not end well",
      sql: `SELECT workload, target, arm, replicate, state, detail
FROM outcomes
${ofRun} AND state <> 'ok'
ORDER BY workload, target, arm, replicate`,
    },
  ];
}
