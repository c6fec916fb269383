/** Does the long sums, part by part, so that whoever waits is told each as soon as it is known; a newer question voids what is left. */

import { advise } from "../../model/decision/advice.js";
import { batchView } from "../../model/decision/batch-view.js";
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

/** As long as a message may wait, ms: a browser makes every breath take 4 ms. */
const BREATHLESS_MS = 15;

export class Analyses {
  readonly #reply: (reply: Reply) => void;
  readonly #breath: () => Promise<void>;
  #sources: Sources | null = null;
  #summary: MeasuredSummary | null = null;
  #newest = 0;

  /** @param breath lets messages in */
  constructor(reply: (reply: Reply) => void, breath: () => Promise<void>) {
    this.#reply = reply;
    this.#breath = breath;
  }

  hear(request: Request): void {
    if (request.kind === "start") {
      this.#summary = request.summary;
      this.#sources = sourcesOf(request.summary, request.pipelines, request.book);
      return;
    }
    const known = this.#sources!;
    if (request.kind === "compare") {
      const answers = request.scenarios.map((scenario) => wholeAnswer(known, scenario));
      this.#reply({ kind: "compared", answers });
      return;
    }
    if (request.kind === "export") {
      const { format } = request;
      const { subject } = askedOf(known, request.scenario);
      void this.#guarded(this.#newest, async () => {
        const text = await exportText(this.#summary!, subject, known.book, request);
        this.#reply({ kind: "exported", format, text });
      });
      return;
    }
    const { id, scenario } = request;
    const { subject, grounds } = askedOf(known, scenario);
    void this.#guarded(id, async () => {
      if (request.kind !== "analyse") {
        const { kind, option } = request;
        if (kind === "capacity") this.#reply({ kind, id, view: capacityView(grounds, scenario, option) });
        else if (kind === "batches") this.#reply({ kind, id, view: batchView(grounds, scenario, option) });
        else this.#reply({ kind, id, view: coldView(grounds, scenario, option) });
      } else {
        this.#newest = id;
        await this.#breath(); // a slider's steps pile up; only the last is worked on
        if (this.#newest !== id) return;
        const decision = decide(grounds, scenario);
        if (request.part === "search") return this.#search(id, decision, grounds);
        const answer = answerOf(subject, decision, advise(decision, grounds));
        this.#reply({ kind: "answer", id, answer });
        await this.#analyse(id, decision, grounds);
      }
    });
  }

  async #guarded(id: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#reply({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  async #analyse(id: number, decision: Decision, grounds: Grounds): Promise<void> {
    const parts: (() => void)[] = [
      () => this.#reply({ kind: "sensitivity", id, sensitivity: sensitivityOf(decision) }),
      () => this.#reply({ kind: "weighed", id, weighed: weighedListOf(decision) }),
    ];
    for (const part of parts) {
      await this.#breath();
      if (this.#newest !== id) return;
      part();
    }
    const curves = await this.#stepwise(id, trafficCurveSteps(flipContext(decision, grounds)));
    if (curves !== null) this.#reply({ kind: "curves", id, curves });
  }

  async #search(id: number, decision: Decision, grounds: Grounds): Promise<void> {
    const flips = await this.#stepwise(id, flipSteps(flipContext(decision, grounds)));
    if (flips !== null) this.#reply({ kind: "flips", id, flips: flipListOf(flips, decision) });
  }

  /** What a long sum comes to; null where a newer question has made it void. */
  async #stepwise<Sum>(id: number, steps: Generator<unknown, Sum>): Promise<Sum | null> {
    let breathed = Number.NEGATIVE_INFINITY;
    for (;;) {
      if (performance.now() - breathed > BREATHLESS_MS) {
        await this.#breath();
        if (this.#newest !== id) return null;
        breathed = performance.now();
      }
      const step = steps.next();
      if (step.done) return step.value;
    }
  }
}

function wholeAnswer(known: Sources, scenario: Scenario): Answer {
  const { subject, grounds } = askedOf(known, scenario);
  const decision = decide(grounds, scenario);
  return answerOf(subject, decision, advise(decision, grounds));
}
