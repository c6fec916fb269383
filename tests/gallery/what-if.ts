import { answerPanel } from "../../src/components/what-if/answer-panel.ts";
import { batchFigure } from "../../src/components/what-if/batch-figure.ts";
import { billFigure } from "../../src/components/what-if/bill-figure.ts";
import { capacityFigures } from "../../src/components/what-if/capacity-figure.ts";
import { coldFigure } from "../../src/components/what-if/cold-figure.ts";
import { comparison } from "../../src/components/what-if/comparison.ts";
import { curveFigure } from "../../src/components/what-if/curve-figure.ts";
import { DrawingQueue } from "../../src/components/what-if/drawing-queue.ts";
import { exportBar } from "../../src/components/what-if/export-bar.ts";
import { FoldingSection } from "../../src/components/what-if/folding-section.ts";
import {
  assumptionsSection,
  excludedSection,
  flipSection,
  nextSection,
  publishedCase,
  weighedSection,
} from "../../src/components/what-if/lists.ts";
import { coursesTable, optionsTable } from "../../src/components/what-if/options-table.ts";
import { paretoFigure } from "../../src/components/what-if/pareto-figure.ts";
import { report } from "../../src/components/what-if/report.ts";
import { scenarioForm } from "../../src/components/what-if/scenario-form.ts";
import { whatIfSections } from "../../src/components/what-if/sections.ts";
import { statusLine } from "../../src/components/what-if/status-line.ts";
import { toolbar } from "../../src/components/what-if/toolbar.ts";
import { tornadoFigure } from "../../src/components/what-if/tornado-figure.ts";
import { ways } from "../../src/components/what-if/ways.ts";
import { batchCurve } from "../../src/model/capacity/batch-curve.ts";
import { fintechCase } from "../../src/model/cost/fintech-case.ts";
import { PLATFORMS } from "../../src/model/cost/platforms/index.ts";
import { batchView } from "../../src/model/decision/batch-view.ts";
import { capacityView } from "../../src/model/decision/capacity-view.ts";
import { coldView } from "../../src/model/decision/cold-view.ts";
import { sensitivityOf } from "../../src/model/decision/sensitivity.ts";
import type { TrafficCurve } from "../../src/model/decision/traffic-curve.ts";
import { weighedListOf } from "../../src/report/answer.ts";
import { turningSentence } from "../../src/report/flip-sentences.ts";
import { asked, scenario } from "./data.ts";
import type { Gallery } from "./entry.ts";

const nothing = () => {};
const EVENTS = { onView: nothing, onSave: nothing, onOpen: nothing, onRemove: nothing };

const sensitivity = () => sensitivityOf(asked().decision)!;

/** A call that takes 2 ms, and one more for each request. */
const BATCHES = {
  curve: batchCurve([1, 4, 16].map((batch) => ({ batch, roundMs: [1.9 + batch, 2 + batch, 2.1 + batch] })))!,
  ...{ glueMs: 0.5, wallMs: 3.5 },
};

const OPTIONS = ["python-numpy@ec2-c7i.large", "python-slice@lambda-x86", "native@ec2-c7i.large"] as const;
/** Requests a month from a thousand to a billion; what an option costs without any, and for each. */
const TRAFFIC = Array.from({ length: 13 }, (_, i) => 10 ** (3 + i / 2));
const LINES = [
  [10, 5e-6],
  [60, 1e-6],
  [400, 6e-7],
] as const;

function curve(): Node {
  const { answer } = asked();
  const all = [...answer.ranked, ...answer.excluded].map(({ option }) => option);
  const [low, middle, high] = OPTIONS;
  const curve: TrafficCurve = {
    basis: "total",
    requests: TRAFFIC,
    now: 5e8,
    draws: 100,
    lines: LINES.map(([fixed, each], i) => ({
      option: OPTIONS[i]!,
      usd: TRAFFIC.map((requests) => fixed + each * requests),
      passes: TRAFFIC.map((requests) => i > 0 || requests < 1e8),
    })),
    crossings: [
      { requests: 1.25e7, usd: 72.5, below: low, above: middle },
      { requests: 8.5e8, usd: 910, below: middle, above: high },
    ],
  };
  return curveFigure([curve, { ...curve, basis: "bill" }], all, "total", nothing);
}

function panel(): Node {
  const made = answerPanel();
  made.show(asked().answer);
  made.advise("Measure the tail.");
  const both = document.createDocumentFragment();
  both.append(made.element, made.bar);
  return both;
}

/** The what-if page. */
export const whatIf: Gallery = {
  "what-if/answer-panel": panel,
  "what-if/batch-figure": () => {
    const { grounds } = asked();
    const targets = grounds.evidence.targets.map((target) => ({ ...target, batches: BATCHES }));
    const batched = { ...grounds, evidence: { ...grounds.evidence, targets } };
    return batchFigure(batchView(batched, scenario, "native@ec2-c7i.large")!);
  },
  "what-if/bill-figure": () => billFigure(asked().answer),
  "what-if/capacity-figure": () =>
    capacityFigures(capacityView(asked().grounds, scenario, "native@ec2-c7i.large")!),
  "what-if/cold-figure": () => coldFigure(coldView(asked().grounds, scenario, "native@lambda-x86")!),
  "what-if/comparison": () =>
    comparison(
      asked().answer,
      [
        { state: "answered", index: 0, answer: asked().answer },
        { state: "left out", index: 1, title: "Broken", reason: "Requests: “9X” will not do" },
      ],
      EVENTS,
    ),
  "what-if/curve-figure": curve,
  "what-if/export-bar": () => exportBar({ scenario: () => scenario, ask: nothing, say: nothing }).element,
  "what-if/folding-section": () => {
    const section = new FoldingSection({
      ...{ id: "bill", title: "The bill", open: true },
      queue: new DrawingQueue(),
    });
    section.put("It is small.", () => document.createTextNode("Drawn."));
    section.drawNow();
    return section.element;
  },
  "what-if/lists": {
    flips: () =>
      flipSection({
        turning: 7,
        conditions: Array.from({ length: 10 }, (_, i) => `Above ${i + 1} ms: Python instead of Native.`),
        switches: ["If it had to run at the edge: no option passes."],
        steady: ["Keep-alive", "Download speed"],
      }),
    "no flips": () => flipSection({ conditions: [], turning: 0, switches: [], steady: [] }),
    "what to measure": () => nextSection(sensitivity()),
    weighed: () => weighedSection(weighedListOf(asked().decision)),
    "published case": () => publishedCase(fintechCase()),
    excluded: () => excludedSection(asked().answer),
    assumptions: () => assumptionsSection(scenario),
  },
  "what-if/options-table": {
    courses: () => coursesTable(asked().answer),
    options: () => optionsTable(asked().answer),
  },
  "what-if/pareto-figure": () => paretoFigure(asked().answer),
  "what-if/report": () => {
    const sections = whatIfSections();
    report(sections, EVENTS).show(asked().answer);
    return sections.element;
  },
  "what-if/scenario-form": () =>
    scenarioForm({
      choosable: {
        workloads: [["classify-an-image", "Classify an image"]],
        regions: [],
        platforms: PLATFORMS,
      },
      defaults: scenario,
      onChange: nothing,
    }).element,
  "what-if/sections": () => whatIfSections().element,
  "what-if/toolbar": () =>
    toolbar({
      ...{ onSay: nothing, onPreset: nothing, onReset: nothing, onFile: nothing },
      link: () => ({ href: "", copied: "" }),
    }).element,
  "what-if/status-line": () => statusLine().element,
  "what-if/ways": () => ways(document.createElement("div")),
  "what-if/tornado-figure": () => tornadoFigure(sensitivity(), turningSentence(7)),
};
