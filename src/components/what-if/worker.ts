/** Does the long sums beside the page, part by part, so that it goes on moving; a newer question voids what is left. */

import { advise } from "../../model/decision/advice.js";
import { capacityView } from "../../model/decision/capacity-view.js";
import { coldView } from "../../model/decision/cold-view.js";
import { type Decision, decide } from "../../model/decision/decide.js";
import { flipContext, flipSteps } from "../../model/decision/flip-conditions.js";
import type { Grounds } from "../../model/decision/grounds.js";
import { sensitivityOf } from "../../model/decision/sensitivity.js";
import { trafficCurveSteps } from "../../model/decision/traffic-curve.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { type Answer, answerOf, flipListOf, weighedListOf } from "../../report/answer.js";
import { exportText } from "./export-text.js";
import type { Reply, Request } from "./protocol.js";
import { askedOf, type Sources, sourcesOf } from "./sources.js";

let sources: Sources | null = null;
let summary: MeasuredSummary | null = null;
let newest = 0;

const reply = (message: Reply) => postMessage(message);
/** Lets messages in. */
const breath = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  if (data.kind === "start") {
    summary = data.summary;
    sources = sourcesOf(data.summary, data.pipelines, data.book);
    return;
  }
  const known = sources!;
  if (data.kind === "compare") {
    reply({ kind: "compared", answers: data.scenarios.map((scenario) => wholeAnswer(known, scenario)) });
    return;
  }
  if (data.kind === "export") {
    const { format } = data;
    const { subject } = askedOf(known, data.scenario);
    void exportText(summary!, subject, known.book, data).then(
      (text) => reply({ kind: "exported", format, text }),
      (error: unknown) => reply({ kind: "failed", id: newest, message: messageOf(error) }),
    );
    return;
  }
  const { id, scenario } = data;
  const { subject, grounds } = askedOf(known, scenario);
  const guarded = async (work: () => void | Promise<void>) => {
    try {
      await work();
    } catch (error) {
      reply({ kind: "failed", id, message: messageOf(error) });
    }
  };
  if (data.kind === "capacity")
    void guarded(() => reply({ kind: "capacity", id, view: capacityView(grounds, scenario, data.option) }));
  else if (data.kind === "cold")
    void guarded(() => reply({ kind: "cold", id, view: coldView(grounds, scenario, data.option) }));
  else {
    newest = id;
    void guarded(async () => {
      await breath(); // a slider's steps pile up; only the last is worked on
      if (newest !== id) return;
      const decision = decide(grounds, scenario);
      reply({ kind: "answer", id, answer: answerOf(subject, decision, advise(decision, grounds)) });
      await analyse(id, decision, grounds);
    });
  }
});

function wholeAnswer(known: Sources, scenario: Scenario): Answer {
  const { subject, grounds } = askedOf(known, scenario);
  const decision = decide(grounds, scenario);
  return answerOf(subject, decision, advise(decision, grounds));
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function analyse(id: number, decision: Decision, grounds: Grounds): Promise<void> {
  const parts: (() => void)[] = [
    () => reply({ kind: "sensitivity", id, sensitivity: sensitivityOf(decision) }),
    () => reply({ kind: "weighed", id, weighed: weighedListOf(decision) }),
  ];
  for (const part of parts) {
    await breath();
    if (newest !== id) return;
    part();
  }
  const context = flipContext(decision, grounds);
  const curves = await stepwise(id, trafficCurveSteps(context));
  if (curves === null) return;
  reply({ kind: "curves", id, curves });
  const flips = await stepwise(id, flipSteps(context));
  if (flips !== null) reply({ kind: "flips", id, flips: flipListOf(flips, decision) });
}

/** As long as a message may wait, ms: a browser makes every breath take 4 ms. */
const BREATHLESS_MS = 15;

/** What a long sum comes to; null where a newer question has made it void. */
async function stepwise<Sum>(id: number, steps: Generator<unknown, Sum>): Promise<Sum | null> {
  let breathed = Number.NEGATIVE_INFINITY;
  for (;;) {
    if (performance.now() - breathed > BREATHLESS_MS) {
      await breath();
      if (newest !== id) return null;
      breathed = performance.now();
    }
    const step = steps.next();
    if (step.done) return step.value;
  }
}
