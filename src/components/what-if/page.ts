import { html } from "htl";
import { decide } from "../../model/decision/decide.js";
import type { PriceBook } from "../../model/prices/price.js";
import { DEFAULT_SCENARIO, type Scenario } from "../../model/scenario/scenario.js";
import {
  parseTexts,
  type ScenarioTexts,
  scenarioQuery,
  textsFromQuery,
  textsOf,
} from "../../model/scenario/scenario-query.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { Analyst } from "./analyst.js";
import { type Answer, answerOf } from "./answer.js";
import { answerPanel } from "./answer-panel.js";
import { exportBar } from "./export-bar.js";
import { QuickDraws } from "./quick-draws.js";
import { report } from "./report.js";
import { addressOf, savedFromHash } from "./scenario-address.js";
import { scenarioForm } from "./scenario-form.js";
import { groundsFor, knownOf, type Sources, sourcesOf } from "./sources.js";
import { toolbar } from "./toolbar.js";

/** The hand rests: time for all draws and the long analyses. */
const REST_MS = 180;
/** Browsers refuse an address that changes too often. */
const ADDRESS_MS = 250;

/** Move an input, read the answer. Everything happens in this page and a worker beside it. */
export function whatIfPage(summary: MeasuredSummary, book: PriceBook): HTMLElement {
  const sources = sourcesOf(summary, book);
  const first = sources.evidence[0];
  if (!first)
    return html`<div><h1>Nothing to decide yet</h1>${sources.missing.map((reason) => html`<p>${reason}</p>`)}</div>`;
  const known = knownOf(sources);
  const draws = new QuickDraws();
  let saved = savedFromHash(location.hash);
  let shown: Answer;
  let frame = 0;
  let resting = 0;
  let addressing = 0;

  const panel = answerPanel();
  const form = scenarioForm({
    known,
    workloads: sources.evidence.map(({ workload, title }) => [workload, title] as const),
    onChange: changed,
  });
  const tools = toolbar({
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
      fill(textsOf(defaults(first.workload, known.workloads)));
      tools.say("Every field is at its default.");
    },
    onFile: openFile,
  });
  const analyst = new Analyst(summary, book, (reply) => {
    switch (reply.kind) {
      case "answer":
        show(reply.answer);
        sections.settle(reply.answer);
        break;
      case "sensitivity":
        panel.advise(
          shown.verdict.state === "unclear" ? (reply.sensitivity?.next[0]?.sentence ?? null) : null,
        );
        sections.receive(reply);
        break;
      case "exported":
        exports.receive(reply.format, reply.text);
        break;
      case "failed":
        tools.say(reply.message, true);
        sections.receive(reply);
        break;
      default:
        sections.receive(reply);
    }
  });
  const sections = report({
    onView: (kind, option) => analyst.view(kind, form.value, option),
    onSave: () => setSaved([...saved, scenarioQuery(form.value)]),
    onOpen: (index) => fill(textsFromQuery(saved[index]!)),
    onRemove: (index) => setSaved(saved.filter((_, i) => i !== index)),
  });
  const exports = exportBar({
    scenario: () => form.value,
    ask: (format, date) => analyst.write(format, form.value, date),
    say: tools.say,
  });

  /** Few draws at once, at most one answer a frame; all of them when the hand rests. */
  function changed(): void {
    analyst.interrupt();
    cancelAnimationFrame(frame);
    clearTimeout(resting);
    frame = requestAnimationFrame(() => {
      const started = performance.now();
      show(answerOf(decide(groundsFor(sources, form.value), form.value, { draws: draws.draws })));
      sections.stale();
      draws.took(performance.now() - started);
    });
    resting = window.setTimeout(() => analyst.analyse(form.value), REST_MS);
    clearTimeout(addressing);
    addressing = window.setTimeout(writeAddress, ADDRESS_MS);
  }

  function show(answer: Answer): void {
    shown = answer;
    panel.show(answer);
    sections.show(answer);
  }

  function fill(texts: ScenarioTexts): void {
    if (form.fill(texts)) changed();
  }

  function setSaved(queries: readonly string[]): void {
    saved = [...queries];
    writeAddress();
    compareSaved();
  }

  function writeAddress(): void {
    history.replaceState(history.state, "", addressOf(location.pathname, form.value, saved));
  }

  /** What a link set aside and this run cannot answer is left out. */
  function compareSaved(): void {
    const valid = saved.flatMap((query) => {
      const parsed = parseTexts(textsFromQuery(query), known);
      return parsed.state === "valid" ? [{ query, scenario: parsed.scenario }] : [];
    });
    saved = valid.map(({ query }) => query);
    analyst.compare(valid.map(({ scenario }) => scenario));
  }

  async function openFile(file: File): Promise<void> {
    // The YAML reader is fetched when it is needed, and not before.
    const { parseScenario } = await import("../../model/scenario/scenario-yaml.js");
    try {
      fill(textsOf(parseScenario(await file.text(), file.name, known)));
      tools.say(`${file.name} is open.`);
    } catch (error) {
      tools.say(error instanceof Error ? error.message : String(error), true);
    }
  }

  start(form, sources, first.workload);
  changed();
  compareSaved();
  addEventListener("hashchange", () => {
    saved = savedFromHash(location.hash);
    compareSaved();
  });
  const page = html`<div class="what-if">
    ${panel.element}
    <div class="what-if-columns">
      <div class="what-if-inputs">${tools.element}${form.element}</div>
      <div class="what-if-results">${exports.element}${sections.element}</div>
    </div>
  </div>` as HTMLElement;
  // What sticks below the answer has to know how high it is.
  new ResizeObserver(([entry]) =>
    page.style.setProperty("--answer-height", `${Math.ceil(entry!.borderBoxSize[0]!.blockSize)}px`),
  ).observe(panel.element);
  return page;
}

/** From the address; where it is wrong the fields say so, and the defaults answer. */
function start(form: ReturnType<typeof scenarioForm>, { evidence }: Sources, workload: string): void {
  const known = evidence.map((one) => one.workload);
  form.fill(textsOf(defaults(workload, known)));
  const texts = textsFromQuery(location.search);
  const named = new URLSearchParams(location.search).has("workload");
  form.fill({ ...texts, workload: named ? texts.workload : form.value.workload });
}

/** The defaults, on a workload that the run holds. */
function defaults(first: string, known: readonly string[]): Scenario {
  const workload = known.includes(DEFAULT_SCENARIO.workload) ? DEFAULT_SCENARIO.workload : first;
  return { ...DEFAULT_SCENARIO, workload };
}
