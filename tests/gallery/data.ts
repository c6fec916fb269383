/** What the gallery draws: small, fixed, and rich enough that every part of a figure shows. */

import { profiledResult } from "../../src/components/profile/recorded-result.ts";
import { BUCKETS } from "../../src/model/buckets.ts";
import type { Course } from "../../src/model/course.ts";

import { decideAbout, measuredSubjects } from "../../src/model/decision/subject.ts";
import { SHIPPED_BOOK } from "../../src/model/prices/shipped-book.ts";
import type { Glue, TargetRecord } from "../../src/model/run-file.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { exactly } from "../../src/model/scenario/range.ts";
import { DEFAULT_SCENARIO, type Scenario } from "../../src/model/scenario/scenario.ts";
import { summarise } from "../../src/model/summarise.ts";
import { summariseRecording } from "../../src/model/summarise-recording.ts";
import { DOMINANT_SPLITS, scoreTool, type TruthReport } from "../../src/model/truth.ts";
import { answerOf } from "../../src/report/answer.ts";
import { attributionRowOf, completeRecording, recordingHeader, recordingOf } from "../fixtures/recording.ts";
import {
  around,
  endRow,
  engineRow,
  header,
  outcomeRow,
  processRows,
  target,
  unavailable,
} from "../fixtures/run.ts";

export const book = SHIPPED_BOOK;

const WORKLOADS = ["Embed text", "Classify an image", "Score telemetry"].map((title) => ({
  ...header().workloads[0]!,
  id: title.toLowerCase().replaceAll(/\W+/g, "-"),
  title,
}));

const REPLICATES = [0, 1, 2];

interface Measured {
  readonly record: TargetRecord;
  /** One request of each workload. */
  readonly ms: readonly number[];
  /** How it is split: load, preprocess, infer, postprocess. */
  readonly shares: readonly number[];
}

function python(id: string, title: string, course: Course, threads: number, glue: Glue): TargetRecord {
  return { ...target(id, "stay"), title, course, threads, glue };
}

const MEASURED: readonly Measured[] = [
  {
    record: python("python", "Pure Python", "plain", 1, "python"),
    ms: [12, 150, 90],
    shares: [0.02, 0.76, 0.2, 0.02],
  },
  {
    record: python("python-numpy", "Python", "stay", 1, "numpy"),
    ms: [12, 50, 40],
    shares: [0.02, 0.5, 0.44, 0.02],
  },
  {
    record: python("python-threads", "Python (2 threads)", "setting", 2, "numpy"),
    ms: [8, 41, 38],
    shares: [0.03, 0.6, 0.33, 0.04],
  },
  {
    record: python("python-slice", "Compiled slice", "slice", 1, "compiled"),
    ms: [11.5, 26, 20],
    shares: [0.03, 0.06, 0.88, 0.03],
  },
  {
    record: {
      ...target("js"),
      title: "JavaScript",
      reach: ["browser", "edge", "server"],
      course: "port",
      glue: "javascript",
    },
    ms: [24, 70, 45],
    shares: [0.05, 0.15, 0.75, 0.05],
  },
  {
    record: { ...target("native", "native"), title: "Native in Node", course: "port", glue: "compiled" },
    ms: [11, 25, 19],
    shares: [0.04, 0.05, 0.87, 0.04],
  },
];

function rowsOf({ record: { id }, ms, shares }: Measured) {
  return WORKLOADS.flatMap(({ id: workload }, i) =>
    REPLICATES.flatMap((replicate) => {
      const fields = { workload, target: id, replicate };
      const crashed = id === "js" && i === 2;
      return [
        ...processRows({ ...fields, shares, wallMs: around(ms[i]!, replicate), outcome: null }),
        outcomeRow(crashed ? { ...fields, state: "crash", detail: "out of memory" } : fields),
        engineRow({
          ...fields,
          process: `${workload}/${id}/wall/${replicate}`,
          operators: [
            { operator: "MatMul", ms: ms[i]! * 0.2, calls: 4 },
            { operator: "Add", ms: ms[i]! * 0.05, calls: 9 },
          ],
        }),
      ];
    }),
  );
}

/** Three workloads on every course, one crash, one target that is not there, two arms of today's. */
export const summary = summarise(
  runOfRows(
    header({
      workloads: WORKLOADS,
      targets: [
        ...MEASURED.map(({ record }) => record),
        { ...unavailable("wasm-threads", "one core", "a machine with two"), title: "Wasm (2 threads)" },
      ],
    }),
    [
      ...MEASURED.flatMap(rowsOf),
      ...REPLICATES.flatMap((replicate) =>
        processRows({
          ...{ workload: WORKLOADS[0]!.id, target: "python-numpy", arm: "aa", replicate },
          ...{ wallMs: around(12.2, replicate), outcome: {} },
        }),
      ),
      endRow(),
    ],
  ),
  ["A warning of the reader of the run."],
);

const attributed = attributionRowOf();
const [wholeNode, mainNode] = attributed.tree as [(typeof attributed.tree)[0], (typeof attributed.tree)[0]];
const node = (
  name: string,
  destination: typeof mainNode.destination,
  ms: number,
  [file, line]: readonly [string | null, number | null] = [null, null],
  parent = 1,
) => ({ ...mainNode, parent, name, file, line, destination, totalMs: ms, selfMs: ms });

/** A Python program that spends its time in `preprocess` and an engine, reads from a socket and sleeps a little. */
export const recording = summariseRecording(
  recordingOf(recordingHeader(), [
    ...completeRecording().filter(({ kind }) => kind !== "attribution"),
    {
      ...attributed,
      tree: [
        { ...wholeNode, selfMs: 55 },
        { ...mainNode, totalMs: 990, selfMs: 110 },
        node("preprocess", "interpreter", 440, ["pipeline.py", 7]),
        node("MlasConv", "compute", 330, ["engine.so", null]),
        node("recv", "io", 110),
        node("sleep", "waiting", 55, [null, null], 0),
      ],
    },
  ]),
)!;
export const recorded = recording.attributions[0]!;
export const profile = profiledResult(recording, recorded);

/** Half a billion requests a month, on a server and on Lambda; some options fail a requirement. */
export const scenario: Scenario = {
  ...DEFAULT_SCENARIO,
  title: "My API",
  summary: "Images, all day long.",
  workload: "classify-an-image",
  requestsPerMonth: exactly(5e8),
  platforms: ["ec2-c7i.large", "lambda-x86"],
  p99SloMs: 60,
};
export const subject = measuredSubjects(summary).find(({ workload }) => workload.id === scenario.workload)!;

/** What is decided about it, made when it is first asked for. */
export const asked = once(() => {
  const decided = decideAbout(subject, book, scenario, { draws: 150, seed: 1 });
  if (decided.state !== "decided") throw new Error(decided.reason);
  return { ...decided, answer: answerOf(subject, decided.decision, decided.advice) };
});

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const truthCell = {
  unprofiled: { interpreter: 0.79, compute: 0.1, io: 0.11, unattributed: 0 },
  truth: { interpreter: 0.8, compute: 0.1, io: 0.1, unattributed: 0 },
  attributed: { interpreter: 0.78, compute: 0.105, io: 0.105, unattributed: 0.01 },
  ...{ seen: 0.99, inflation: 0.25, samples: 1234 },
};
const truthCells = DOMINANT_SPLITS.map((split) => ({ ...truthCell, split }));
const about = { command: "profile app", limit: "It has a limit.", scored: BUCKETS, points: 3 };

export const truth: TruthReport = {
  schema: 1,
  measuredAt: "2026-11-21T10:00Z",
  quick: false,
  targetMs: 4000,
  machine: { cpuModel: "A CPU", cores: 2, platform: "linux x64", versions: { node: "20.0.0" } },
  tools: [
    ...["A", "B"].map((letter) => ({
      ...about,
      id: letter,
      title: `Tool ${letter}`,
      outcome: { state: "measured", cells: truthCells, score: scoreTool(truthCells, about) } as const,
    })),
    {
      ...about,
      id: "c",
      title: "Tool C",
      outcome: { state: "not measured", reason: "it was not found", enable: "get c" },
    },
  ],
};
