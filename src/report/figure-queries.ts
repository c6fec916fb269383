/** What asks the store for the numbers behind a figure, as SQL of DuckDB that a reader may change (`docs/store.md`). */

/** Of processes that ended well: no other counts in the report. */
function ofWorkload(runId: string, workload: string | null): string {
  const only = workload === null ? "" : ` AND workload = ${text(workload)}`;
  return `WHERE run_id = ${text(runId)}${only} AND arm = 'wall'
    AND process IN (SELECT process FROM outcomes WHERE run_id = ${text(runId)} AND state = 'ok')`;
}

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

export const latencyQuery = (runId: string, workload: string): string =>
  `-- The median over processes of each process's median, and the largest request of all.
SELECT target, median(p50_ms) AS p50_ms, max(max_ms) AS max_ms, sum(n)::INTEGER AS iterations, count(*)::INTEGER AS processes
FROM (
  SELECT target, process, median(wall_ms) AS p50_ms, max(wall_ms) AS max_ms, count(*) AS n
  FROM samples
  ${ofWorkload(runId, workload)}
  GROUP BY ALL
)
GROUP BY ALL
ORDER BY p50_ms`;

export const threadsQuery = (runId: string, workload: string): string =>
  `SELECT target, threads, median(first_token_ms) AS first_token_ms, median(median_token_ms) AS token_ms, count(*)::INTEGER AS rounds
FROM thread_ladders
WHERE run_id = ${text(runId)} AND workload = ${text(workload)}
GROUP BY ALL
ORDER BY threads`;

export const bucketQuery = (runId: string, workload: string): string =>
  shareQuery("target", ofWorkload(runId, workload));

/** @param today the target that stands for today's program, by workload */
export const todayQuery = (runId: string, today: ReadonlyMap<string, string>): string =>
  shareQuery("workload", `${ofWorkload(runId, null)}\n    AND (workload, target) IN (${pairs(today)})`);

const pairs = (today: ReadonlyMap<string, string>): string =>
  [...today].map(([workload, target]) => `(${text(workload)}, ${text(target)})`).join(", ");

const shareQuery = (by: "target" | "workload", where: string): string =>
  `-- How the middle half of the requests share their time, in percent. "compute" is the whole model call: the report then
-- moves what the engine's own profile calls marshalling from it to "io".
WITH requests AS (
  SELECT run_id, workload, target, process, iteration, wall_ms,
    row_number() OVER (PARTITION BY ${by} ORDER BY wall_ms) AS place, count(*) OVER (PARTITION BY ${by}) AS n
  FROM samples
  ${where}
)
SELECT ${by}, bucket, 100 * sum(duration_ms) / sum(sum(duration_ms)) OVER (PARTITION BY ${by}) AS percent
FROM requests JOIN spans USING (run_id, workload, target, process, iteration)
WHERE place > n // 4 AND place <= n - n // 4
GROUP BY ${by}, bucket
ORDER BY ${by}, bucket`;

export const coldQuery = (runId: string, workload: string): string =>
  `-- Medians over processes, of each phase and of the whole, with the model's file in memory.
SELECT target,
  median(spawn_ms) AS spawn_ms, median(import_ms) AS import_ms, median(compile_ms) AS compile_ms,
  median(session_ms) AS session_ms, median(first_inference_ms) AS first_inference_ms,
  median(spawn_ms + import_ms + compile_ms + session_ms + first_inference_ms) AS total_ms
FROM cold_starts
${ofWorkload(runId, workload)}
  AND model_pages IS DISTINCT FROM 'dropped'
GROUP BY ALL
ORDER BY total_ms`;

export const memoryQuery = (runId: string, workload: string): string =>
  `-- The largest resident set of any process.
SELECT target, max(peak_rss_bytes) / 1048576 AS peak_mib
FROM memory
${ofWorkload(runId, workload)}
GROUP BY ALL
ORDER BY peak_mib`;

/** @param today the target that stands for today's program, by workload */
export const gainQuery = (runId: string, today: ReadonlyMap<string, string>): string =>
  `-- How many times as fast as today's program each target is, by the medians.
WITH times AS (
  SELECT workload, target, median(p50_ms) AS p50_ms
  FROM (
    SELECT workload, target, process, median(wall_ms) AS p50_ms
    FROM samples
    ${ofWorkload(runId, null)}
    GROUP BY ALL
  )
  GROUP BY ALL
),
today(workload, target) AS (VALUES ${pairs(today)})
SELECT workload, times.target, now.p50_ms / times.p50_ms AS speed_up
FROM times JOIN today USING (workload) JOIN times AS now ON now.workload = today.workload AND now.target = today.target
WHERE times.target <> today.target
ORDER BY workload, speed_up DESC`;

export const batchQuery = (runId: string, workload: string): string =>
  `-- The median over rounds of a call with so many requests in it, and what it makes a second.
SELECT target, batch, median(duration_ms) AS ms, 1000 * batch / median(duration_ms) AS per_second
FROM batches
WHERE run_id = ${text(runId)} AND workload = ${text(workload)}
GROUP BY target, batch
ORDER BY target, batch`;

/** @param ways those of the figure */
export const crossingQuery = (
  runId: string,
  host: string,
  ways: readonly string[],
  batched: boolean,
): string =>
  `-- The median, the least and the most over rounds.
SELECT way, bytes, calls, median(duration_ms) AS ms, min(duration_ms) AS least_ms, max(duration_ms) AS most_ms
FROM crossings
WHERE run_id = ${text(runId)} AND host = ${text(host)} AND way IN (${ways.map(text).join(", ")})${
    batched
      ? "\n  AND (way, bytes) IN (SELECT (way, bytes) FROM crossings WHERE calls > 1)"
      : " AND calls = 1"
  }
GROUP BY ALL
ORDER BY way, bytes, calls`;

export const kernelQuery = (runId: string, host: string, kernel: string): string =>
  `-- The median and the middle half of the rounds.
SELECT variant, flags, quantile_cont(duration_ms, 0.25) AS low_ms, median(duration_ms) AS ms, quantile_cont(duration_ms, 0.75) AS high_ms
FROM kernels
WHERE run_id = ${text(runId)} AND host = ${text(host)} AND kernel = ${text(kernel)}
GROUP BY ALL
ORDER BY ms`;
