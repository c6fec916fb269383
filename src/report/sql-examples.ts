/** Questions that the store answers, as one asks it, with the sentence that says what came out. */
import { formatMs } from "../model/format.js";
import { COLD_PHASE_LABEL } from "./cold-phases.js";
import { capital, counted, factor } from "./words.js";

type Row = Readonly<Record<string, unknown>>;

export interface SqlExample {
  readonly question: string;
  readonly sql: string;
  /** What the rows of this very query say; null where they say nothing. */
  readonly says: (rows: readonly Row[]) => string | null;
}

/** Of processes that ended well, as in the report. */
const OF_RUN = `run_id = $run AND arm = 'wall'`;
const ENDED_WELL = `process IN (SELECT process FROM outcomes WHERE run_id = $run AND state = 'ok')`;

const number = (value: unknown) => Number(value);

export const SQL_EXAMPLES: readonly SqlExample[] = [
  {
    question: "What is fastest?",
    sql: `-- The median over processes of each process's median, as in the report.
SELECT workload, target, median(p50_ms) AS p50_ms, count(*) AS processes
FROM (
  SELECT workload, target, process, median(wall_ms) AS p50_ms
  FROM samples
  WHERE ${OF_RUN} AND ${ENDED_WELL}
  GROUP BY ALL
)
GROUP BY ALL
ORDER BY workload, p50_ms`,
    says: (rows) => {
      const fastest = new Map<string, Row>();
      for (const row of rows) if (!fastest.has(String(row.workload))) fastest.set(String(row.workload), row);
      const texts = [...fastest.values()].map(
        ({ workload, target, p50_ms }) => `${workload}: ${target}, ${formatMs(number(p50_ms))}`,
      );
      return texts.length === 0 ? null : `The fastest by workload: ${texts.join("; ")}.`;
    },
  },
  {
    question: "Which tail is the worst?",
    sql: `-- The slowest request over the median, of targets with some requests.
SELECT workload, target, median(wall_ms) AS p50_ms, max(wall_ms) AS slowest_ms,
  max(wall_ms) / median(wall_ms) AS times, count(*) AS requests
FROM samples
WHERE ${OF_RUN} AND ${ENDED_WELL}
GROUP BY ALL
HAVING count(*) >= 10
ORDER BY times DESC`,
    says: ([worst]) =>
      worst === undefined
        ? null
        : `The longest tail is that of ${worst.target} on ${worst.workload}: the slowest of ${worst.requests} requests took ${factor(number(worst.times))} times the median.`,
  },
  {
    question: "What does a cold start cost, by stage?",
    sql: `SELECT target, phase, median(ms) AS ms
FROM (
  UNPIVOT (
    SELECT target, spawn_ms AS spawn, import_ms AS "import", compile_ms AS compile,
      session_ms AS session, first_inference_ms AS "firstInference"
    FROM cold_starts
    WHERE ${OF_RUN}
  )
  ON spawn, "import", compile, session, "firstInference" INTO NAME phase VALUE ms
)
GROUP BY ALL
ORDER BY target, ms DESC`,
    says: (rows) => {
      const [longest] = [...rows].sort((a, b) => number(b.ms) - number(a.ms));
      if (longest === undefined) return null;
      const label = COLD_PHASE_LABEL[longest.phase as keyof typeof COLD_PHASE_LABEL] ?? longest.phase;
      return `The longest stage of all is “${label}” of ${longest.target}: ${formatMs(number(longest.ms), 2)}, the median over its processes.`;
    },
  },
  {
    question: "Is there drift?",
    sql: `-- Each process's later half of requests over its earlier half: above 1 it got slower.
WITH halves AS (
  SELECT workload, target, process, wall_ms,
    iteration < count(*) OVER (PARTITION BY process) / 2 AS is_earlier, count(*) OVER (PARTITION BY process) AS n
  FROM samples
  WHERE ${OF_RUN} AND ${ENDED_WELL}
)
SELECT workload, target,
  median(wall_ms) FILTER (NOT is_earlier) / median(wall_ms) FILTER (is_earlier) AS later_over_earlier,
  count(*) AS requests
FROM halves
WHERE n >= 4
GROUP BY ALL
ORDER BY abs(ln(later_over_earlier)) DESC`,
    says: ([worst]) => {
      if (worst === undefined) return "No process has the four requests that this takes.";
      const ratio = number(worst.later_over_earlier);
      const by = Math.abs(ratio - 1) * 100;
      return `The largest drift is that of ${worst.target} on ${worst.workload}: its later requests took ${by.toFixed(1)} % ${ratio > 1 ? "more" : "less"} time than its earlier ones, over ${worst.requests} requests.`;
    },
  },
  {
    question: "Where does the time go?",
    sql: `-- All requests, and before the engine's profile splits the model call.
SELECT workload, target, bucket,
  100 * sum(duration_ms) / sum(sum(duration_ms)) OVER (PARTITION BY workload, target) AS percent
FROM spans
WHERE ${OF_RUN} AND ${ENDED_WELL}
GROUP BY workload, target, bucket
ORDER BY workload, target, bucket`,
    says: (rows) => {
      const glue = rows.filter(({ bucket }) => bucket === "interpreter");
      const [most] = [...glue].sort((a, b) => number(b.percent) - number(a.percent));
      return most === undefined
        ? null
        : `The largest share of glue is that of ${most.target} on ${most.workload}: ${number(most.percent).toFixed(0)} %.`;
    },
  },
  {
    question: "What did not end well?",
    sql: `SELECT workload, target, arm, replicate, state, detail
FROM outcomes
WHERE run_id = $run AND state <> 'ok'
ORDER BY workload, target, arm, replicate`,
    says: (rows) =>
      rows.length === 0
        ? "Every process of this run ended well."
        : `${capital(counted(rows.length, "process", "processes"))} of this run did not end well.`,
  },
];
