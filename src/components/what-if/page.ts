import { html } from "htl";
import { platformsOf } from "../../model/cost/platforms/index.js";
import type { PriceBook } from "../../model/prices/price.js";
import { regionsOf } from "../../model/prices/regions.js";
import { DEFAULT_SCENARIO, type Scenario } from "../../model/scenario/scenario.js";
import {
  type ScenarioTexts,
  scenarioQuery,
  textsFromQuery,
  textsOf,
  unknownKeys,
} from "../../model/scenario/scenario-query.js";
import type { Answer } from "../../report/answer.js";
import { scenarioSource } from "../../report/source.js";
import { linkSentence, standInSentence, unknownKeysSentence } from "../../report/stand-ins.js";
import { spokenAnswer } from "../../report/what-if.js";
import { setPageSource } from "../evidence-source.js";
import { carryQuery } from "../inputs/carry-query.js";
import type { Analyst } from "./analyst.js";
import { answerPanel } from "./answer-panel.js";
import type { Engine } from "./engine.js";
import { exportBar } from "./export-bar.js";
import type { Reply } from "./protocol.js";
import { QuickDraws } from "./quick-draws.js";
import type { Report } from "./report.js";
import { addressOf, hashOf, isSavedHash, savedFromHash } from "./scenario-address.js";
import { scenarioForm } from "./scenario-form.js";
import { whatIfSections } from "./sections.js";
import { readAside, type SetAside, withAnswers } from "./set-aside.js";
import { statusLine } from "./status-line.js";
import { toolbar } from "./toolbar.js";
import { ways } from "./ways.js";

/** The hand rests: time for all draws and the long analyses. */
const REST_MS = 180;
/** Browsers refuse an address that changes too often. */
const ADDRESS_MS = 250;

type Workloads = Engine["workloads"];

export interface WhatIfPage {
  /** There as soon as it can say something: at once where it takes over what was drawn when the site was built. */
  readonly element: Promise<Node>;
  /** Answers from now on; shows nothing where there is no run to answer from. */
  begin(engine: Engine | null): void;
}

/** Move an input, read the answer. Everything happens in this page and workers beside it. */
export function whatIfPage(book: PriceBook): WhatIfPage {
  const drawn = drawnAhead();
  const takenOver = drawn && workspace(book, workloadsOf(drawn));
  if (drawn) takenOver?.adopt(drawn);
  let display: (element: Node) => void = () => {};
  return {
    element: takenOver
      ? Promise.resolve(takenOver.element)
      : new Promise((resolve) => {
          display = resolve;
        }),
    begin(engine) {
      if (engine === null) return display(document.createDocumentFragment());
      if (engine.workloads.length === 0)
        return display(
          html`<div><h1>Nothing to decide yet</h1>${engine.missing.map((reason) => html`<p>${reason}</p>`)}</div>`,
        );
      const page = takenOver ?? workspace(book, engine.workloads);
      page.begin(engine);
      display(page.element);
    },
  };
}

/** What was drawn of this page when the site was built, where the address asks for nothing else. */
function drawnAhead(): ParentNode | null {
  if (location.search !== "" || document.documentElement.dataset.drawn === undefined) return null;
  return document.querySelector("observablehq-loading.drawn .what-if");
}

/** What could be chosen when the page was drawn can be chosen now. */
const workloadsOf = (drawn: ParentNode): Workloads =>
  Array.from(drawn.querySelectorAll<HTMLOptionElement>("#workload option"), ({ value, text }) => [
    value,
    text,
  ]);

/** The page without its engine: fields answer to a hand, and what they ask is answered once that is there. */
function workspace(book: PriceBook, workloads: Workloads) {
  const known = {
    workloads: workloads.map(([id]) => id),
    platforms: platformsOf(book).map(({ id }) => id),
    regions: regionsOf(book),
  };
  const byDefault = defaults(known.workloads);
  let engine: Engine | null = null;
  let analyst: Analyst;
  let report: Report;
  const draws = new QuickDraws();
  let saved = savedFromHash(location.hash);
  let aside: readonly SetAside[] = [];
  let shown: Answer;
  /** The scenario that what stands on the page answers. */
  let answered: string | null = null;
  let frame = 0;
  let resting = 0;
  let addressing = 0;

  const status = statusLine();
  const form = scenarioForm({
    choosable: {
      workloads,
      regions: known.regions,
      platforms: platformsOf(book),
    },
    defaults: byDefault,
    onChange: changed,
  });
  const tools = toolbar({
    onSay: status.say,
    onPreset: ({ scenario }) => {
      fill(textsOf(scenario));
      tools.say(
        known.workloads.includes(scenario.workload)
          ? `“${scenario.title}” is loaded.`
          : `This run does not hold ${scenario.workload}; choose another workload, or measure it.`,
        !known.workloads.includes(scenario.workload),
      );
    },
    onReset: () => {
      fill(textsOf(byDefault));
      tools.say("Every field is at its default.");
    },
    onFile: openFile,
    link: () => {
      writeAddress();
      const address = addressOf(location.pathname, form.value, saved);
      return {
        href: new URL(address, location.href).href,
        copied: linkSentence(form.standIns, saved.length),
      };
    },
  });
  const sections = whatIfSections();
  const exports = exportBar({
    scenario: () => form.value,
    ask: (format, date) => withEngine(() => analyst.write(format, form.value, date)),
    say: tools.say,
  });
  const panel = answerPanel();

  /** After every change by hand, or by what filled the form. */
  function changed(moved: boolean): void {
    warn();
    clearTimeout(addressing);
    addressing = window.setTimeout(writeAddress, ADDRESS_MS);
    if (moved) answerAnew();
  }

  function warn(): void {
    const sentence = standInSentence(form.standIns);
    panel.warn(sentence);
    status.say(sentence);
  }

  /** What is asked before the engine is there waits for it. */
  const waiting: (() => void)[] = [];
  function withEngine(call: () => void): void {
    if (engine === null) waiting.push(call);
    else call();
  }

  /** Few draws at once, at most one answer a frame; all of them when the hand rests. */
  function answerAnew(): void {
    page.setAttribute("aria-busy", "true");
    if (engine === null) return;
    const { answer } = engine;
    analyst.interrupt();
    cancelAnimationFrame(frame);
    clearTimeout(resting);
    frame = requestAnimationFrame(() => {
      const started = performance.now();
      show(answer(form.value, draws.draws));
      report.stale();
      draws.took(performance.now() - started);
    });
    resting = window.setTimeout(analyse, REST_MS);
  }

  function analyse(): void {
    page.setAttribute("aria-busy", "true");
    analyst.analyse(form.value);
  }

  function hear(reply: Reply): void {
    switch (reply.kind) {
      case "answer":
        show(reply.answer);
        report.settle(reply.answer);
        status.say(spokenAnswer(reply.answer));
        return;
      case "compared":
        report.compare(withAnswers(aside, reply.answers));
        return;
      case "exported":
        exports.receive(reply.format, reply.text);
        return;
      case "failed":
        tools.say(reply.message, true);
        break;
      case "sensitivity":
        panel.advise(
          shown.verdict.state === "unclear" ? (reply.sensitivity?.next[0]?.sentence ?? null) : null,
        );
    }
    report.receive(reply);
  }

  function show(answer: Answer): void {
    shown = answer;
    if (engine) setPageSource(scenarioSource(engine.summary, answer.scenario));
    panel.show(answer);
    report.show(answer);
  }

  function fill(texts: ScenarioTexts): void {
    form.fill(texts);
    changed(true);
  }

  function setSaved(queries: readonly string[]): void {
    saved = [...queries];
    writeAddress();
    compareSaved();
  }

  /** While a field is invalid the query stays as it is: a reload must not lose what is to be corrected. */
  function writeAddress(): void {
    clearTimeout(addressing);
    const address =
      form.standIns.length === 0
        ? addressOf(location.pathname, form.value, saved)
        : `${location.pathname}${location.search}${hashOf(saved)}`;
    history.replaceState(history.state, "", address);
    carryQuery();
  }

  function compareSaved(): void {
    aside = readAside(saved, known);
    withEngine(() => analyst.compare(aside.flatMap((one) => (one.state === "valid" ? [one.scenario] : []))));
  }

  async function openFile(file: File): Promise<void> {
    // The YAML reader is fetched when it is needed, and not before.
    const { parseScenario } = await import("../../model/scenario/scenario-yaml.js");
    const { MOST_YAML_BYTES } = await import("../../model/yaml-fields.js");
    try {
      // One byte too many is enough to be refused.
      const text = await file.slice(0, MOST_YAML_BYTES + 1).text();
      fill(textsOf(parseScenario(text, file.name, known)));
      tools.say(`${file.name} is open.`);
    } catch (error) {
      tools.say(error instanceof Error ? error.message : String(error), true);
    }
  }

  const page = html`<div class="what-if">
    ${panel.element}${panel.bar}${ways(exports.element)}${status.element}
    <div class="what-if-columns">
      <div class="what-if-inputs" id="what-if-inputs">${tools.element}${form.element}</div>
      <div class="what-if-results">${sections.element}</div>
    </div>
  </div>` as HTMLElement;
  // Opening a link never rewrites it; only what the reader does then moves the address.
  form.fill(textsFromQuery(location.search, byDefault));
  warn();
  tools.say(unknownKeysSentence(unknownKeys(location.search)), true);
  sections.reveal(location.hash);
  if (saved.length > 0) compareSaved();
  addEventListener("hashchange", () => {
    // Another fragment is a place on the page.
    sections.reveal(location.hash);
    if (location.hash !== "" && !isSavedHash(location.hash)) return;
    saved = savedFromHash(location.hash);
    compareSaved();
  });
  // What sticks below the answer has to know how high it is.
  new ResizeObserver(([entry]) =>
    document.documentElement.style.setProperty(
      "--answer-height",
      `${Math.ceil(entry!.borderBoxSize[0]!.blockSize)}px`,
    ),
  ).observe(panel.element);
  return {
    element: page,
    /** Takes over what was drawn when the site was built. */
    adopt(drawn: ParentNode): void {
      answered = scenarioQuery(form.value);
      panel.adopt(drawn);
      sections.adopt(drawn);
    },
    begin(begun: Engine): void {
      engine = begun;
      analyst = engine.analyst(hear, () => {
        page.removeAttribute("aria-busy");
        if ("isDrawnAhead" in globalThis) document.documentElement.dataset.drawn = scenarioQuery(form.value);
      });
      report = engine.report(sections, {
        onView: (kind, option) => analyst.view(kind, form.value, option),
        onSave: () => setSaved([...saved, scenarioQuery(form.value)]),
        onOpen: (index) => fill(textsFromQuery(saved[index]!, byDefault)),
        onRemove: (index) => setSaved(saved.filter((_, i) => i !== index)),
      });
      setPageSource(scenarioSource(engine.summary, form.value));
      // Everything is there to be read; a hand needs it anew, with what answers to a hand.
      if (answered !== scenarioQuery(form.value)) show(engine.answer(form.value, draws.draws));
      analyse();
      for (const call of waiting.splice(0)) call();
    },
  };
}

/** The defaults, on a workload that the run holds. */
function defaults(known: readonly string[]): Scenario {
  const workload = known.includes(DEFAULT_SCENARIO.workload) ? DEFAULT_SCENARIO.workload : known[0]!;
  return { ...DEFAULT_SCENARIO, workload };
}
