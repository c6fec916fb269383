import { bucketSection, profileFacts } from "../../src/components/profile/answer.ts";
import { destinationLegend } from "../../src/components/profile/destination-style.ts";
import { dropZone } from "../../src/components/profile/drop-zone.ts";
import { forecastFigure } from "../../src/components/profile/forecast-figure.ts";
import { icicle } from "../../src/components/profile/icicle.ts";
import { icicleFigure } from "../../src/components/profile/icicle-figure.ts";
import { operatorTable } from "../../src/components/profile/operator-table.ts";
import { profilePage } from "../../src/components/profile/page.ts";
import { knownInputs, portForm } from "../../src/components/profile/port-inputs.ts";
import { portSection } from "../../src/components/profile/port-section.ts";
import { priorTable } from "../../src/components/profile/prior-table.ts";
import { profileForecast } from "../../src/components/profile/profile-decision.ts";
import { recordingFacts } from "../../src/components/profile/recording-facts.ts";
import { recordingPage } from "../../src/components/profile/recording-page.ts";
import { priorSection } from "../../src/components/profile/report.ts";
import { requestFigure } from "../../src/components/profile/request-figure.ts";
import { ruleTimes, unmatchedTable } from "../../src/components/profile/rule-times.ts";
import { rulesEditor } from "../../src/components/profile/rules-editor.ts";
import { threadPicker } from "../../src/components/profile/thread-picker.ts";
import { remarkList } from "../../src/components/remark-list.ts";
import { forecastReference } from "../../src/model/forecast/index.ts";
import { requestSpread } from "../../src/model/traces/request-spread.ts";
import { book, profile, recorded, recording, summary } from "./data.ts";
import type { Gallery } from "./entry.ts";

const { attribution, extras, tree } = profile;
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
  "profile/destination-style": () => destinationLegend(tree),
  "profile/drop-zone": () => dropZone(SAMPLES, RULES, { onResult() {}, onRules() {} }).element,
  "profile/forecast-figure": () =>
    forecastFigure(profileForecast(profile, knownInputs(profile), forecastReference(summary))),
  "profile/icicle": () => icicle(tree),
  "profile/icicle-figure": () => icicleFigure(profile),
  "profile/operator-table": () => operatorTable(extras.operators ?? [])!,
  "profile/page": () => profilePage({ summary, book, standardRules: "rules: []\n", samples: SAMPLES }),
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
