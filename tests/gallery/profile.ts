import { bucketSection, profileFacts } from "../../src/components/profile/answer.ts";
import { comparisonSection } from "../../src/components/profile/comparison.ts";
import { destinationLegend } from "../../src/components/profile/destination-style.ts";
import { dropZone } from "../../src/components/profile/drop-zone.ts";
import { forecastFigure } from "../../src/components/profile/forecast-figure.ts";
import { Icicle } from "../../src/components/profile/icicle.ts";
import { icicleExplorer } from "../../src/components/profile/icicle-explorer.ts";
import { icicleFigure } from "../../src/components/profile/icicle-figure.ts";
import { keptProfile } from "../../src/components/profile/kept-profile.ts";
import { operatorTable } from "../../src/components/profile/operator-table.ts";
import { profilePage } from "../../src/components/profile/page.ts";
import { pairPicker } from "../../src/components/profile/pair-picker.ts";
import { knownInputs, portForm } from "../../src/components/profile/port-inputs.ts";
import { portSection } from "../../src/components/profile/port-section.ts";
import { priorTable } from "../../src/components/profile/prior-table.ts";
import { profileForecast } from "../../src/components/profile/profile-decision.ts";
import { profileReport } from "../../src/components/profile/profile-report.ts";
import { recordingFacts } from "../../src/components/profile/recording-facts.ts";
import { recordingPage } from "../../src/components/profile/recording-page.ts";
import { priorSection } from "../../src/components/profile/report.ts";
import { requestFigure } from "../../src/components/profile/request-figure.ts";
import { ruleTimes, unmatchedTable } from "../../src/components/profile/rule-times.ts";
import { rulesEditor } from "../../src/components/profile/rules-editor.ts";
import { threadPicker } from "../../src/components/profile/thread-picker.ts";
import { remarkList } from "../../src/components/remark-list.ts";
import { forecastReference } from "../../src/model/forecast/index.ts";
import { compareTraces } from "../../src/model/traces/compare.ts";
import { requestSpread } from "../../src/model/traces/request-spread.ts";
import { parseRules } from "../../src/model/traces/rules/parse-rules.ts";
import { sandwich } from "../../src/model/traces/sandwich.ts";
import { profileOf } from "../model/traces/trees.ts";
import { book, profile, recorded, recording, summary } from "./data.ts";
import type { Gallery } from "./entry.ts";

const { attribution, extras, views } = profile;
const tree = views.folded.merged;
const CALLERS = sandwich(tree, tree[1]!)!.callers;
const REPEATED = tree.map((node, at) => (at === 1 ? { ...node, repeats: 3 } : node));
const OTHER = { ...profile, name: "after.json" };
const COMPARED_RULES = parseRules(
  "rules: [{ id: py, bucket: interpreter, file: '.py$', reason: test }, { id: gemm, bucket: compute, name: gemm, reason: test }]",
  "test",
);
const BEFORE = profileOf([
  [["main@app.py"], 700],
  [["main@app.py", "gemm"], 300],
]);
const AFTER = profileOf([
  [["main@app.py"], 200],
  [["main@app.py", "gemm"], 310],
]);
const SAMPLES = [
  { title: "py-spy", madeBy: "py-spy record", url: "./py-spy.json", file: "py-spy.json" },
  { title: "a format without a sample", madeBy: "record", url: null, file: "x" },
];
const THREADS = [
  { name: "worker 7", busyMs: 990, isRequest: true },
  { name: "MainThread", busyMs: 4, isRequest: false },
];
const REQUESTS = requestSpread(
  {
    what: "ProfilerStep",
    each: Array.from({ length: 12 }, (_, at) => ({
      wallMs: 10 + at,
      nodes: [1, 2],
      selfMs: [6, 1 + at],
    })),
  },
  ["unattributed", "compute", "io"],
)!;
const RULES = { standard: "rules: []\n", own: "" };

/** The pages of a dropped profile and of a recording. */
export const profiles: Gallery = {
  "remark-list": {
    some: () =>
      remarkList([
        { reason: "It has no native frames.", remedy: "Record them", command: "py-spy record --native" },
        { reason: "Too little is attributed.", remedy: "Add rules", command: null },
      ]),
    none: () => remarkList([]),
  },
  "profile/answer": {
    buckets: () => bucketSection(profile),
    facts: () => profileFacts(profile),
  },
  "profile/comparison": {
    "the same work": () =>
      comparisonSection({ a: profile, b: OTHER, comparison: compareTraces(BEFORE, AFTER, COMPARED_RULES) }),
  },
  "profile/destination-style": () => destinationLegend(tree),
  "profile/drop-zone": () => dropZone(SAMPLES, RULES, { onState() {}, onResult() {}, onRules() {} }).element,
  "profile/forecast-figure": () =>
    forecastFigure(profileForecast(profile, knownInputs(profile), forecastReference(summary))),
  "profile/icicle": {
    "a profile": () => new Icicle(tree, { label: "Where the time goes" }).element,
    callers: () => new Icicle(CALLERS, { label: "Who called it", half: "callers" }).element,
  },
  "profile/icicle-explorer": {
    "a recording’s": () => icicleExplorer(views).element,
    "with repeats and an order": () =>
      icicleExplorer({
        folded: { merged: REPEATED, ordered: REPEATED.map((node) => ({ ...node, startMs: 0 })) },
        unfolded: { merged: tree, ordered: null },
      }).element,
  },
  "profile/icicle-figure": () => icicleFigure(profile),
  "profile/kept-profile": () => keptProfile(() => {}).element,
  "profile/operator-table": () => operatorTable(extras.operators ?? [])!,
  "profile/page": () => {
    const page = profilePage({
      ...{ standardRules: "rules: []\n", samples: SAMPLES },
      needAllNow() {},
    });
    page.begin((reader, editor) => profileReport({ summary, book }, reader, editor));
    return page.element;
  },
  "profile/pair-picker": () =>
    pairPicker([new File([], "a.json"), new File([], "b.json"), new File([], "c.json")], () => {}),
  "profile/port-inputs": () => portForm(() => {}).element,
  "profile/port-section": () =>
    portSection({ summary: { state: "empty", command: "npm start" }, book, root: "./", level: 2 }).verdict,
  "profile/prior-table": () => priorTable(attribution, extras),
  "profile/recording-facts": () => recordingFacts(recording, recorded),
  "profile/recording-page": () => recordingPage({ recording, summary, book }),
  "profile/report": () => priorSection(profile),
  "profile/request-figure": () => requestFigure(REQUESTS, null)!,
  "profile/thread-picker": {
    "to choose from": () => threadPicker(THREADS, () => {})!,
    "a list": () => threadPicker(THREADS, null)!,
  },
  "profile/rule-times": {
    rules: () => ruleTimes(attribution.rules),
    unmatched: () => unmatchedTable(attribution.unmatched, () => {}),
    "nothing unmatched": () => unmatchedTable([], null),
  },
  "profile/rules-editor": () => rulesEditor("rules: []\n", () => {}).element,
};
