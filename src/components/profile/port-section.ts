import { html } from "htl";
import { shellWord } from "../../model/decision/shell-word.js";
import type { Summary } from "../../model/summary.js";
import { noteSentences } from "../../report/forecast.js";
import { conditionsForm } from "../inputs/form.js";
import { forecastFigure } from "./forecast-figure.js";
import { portAdvice } from "./port-advice.js";
import { portForm } from "./port-inputs.js";
import { portView } from "./port-view.js";
import type { ProfileResult } from "./protocol.js";

interface PortSection {
  readonly element: HTMLElement;
  show(result: ProfileResult): void;
}

/**
 * What each port would change: the forecast, and the advice that follows from it under the reader's conditions.
 *
 * @param recordingId what `portolan decide` knows the subject by; the name of the dropped file where there is none
 */
export function portSection(summary: Summary, recordingId: string | null = null): PortSection {
  if (summary.state === "empty") return { element: withoutRun(summary.command), show: () => {} };
  const measured = summary;
  const figure = html`<div></div>`;
  const notes = html`<ul class="open-gates"></ul>`;
  const advice = html`<div></div>`;
  const conditions = conditionsForm();
  let shown: ProfileResult | null = null;
  const draw = () => {
    if (!shown) return;
    const view = portView(shown, ports.value, conditions.value, measured);
    figure.replaceChildren(forecastFigure(view));
    notes.replaceChildren(...noteSentences(view.forecast.notes).map((note) => html`<li>${note}</li>`));
    advice.replaceChildren(
      portAdvice(view, shown.subject),
      underLoad(recordingId ?? shown.name, ports.value.requests),
    );
  };
  const ports = portForm(draw);
  conditions.addEventListener("input", draw);

  let last: string | null = null;
  return {
    element: html`<div>
      <section><h2>What each port would change</h2>${ports.element}${figure}${notes}</section>
      <section><h2>Which port deserves the voyage</h2>${conditions}${advice}</section>
    </div>`,
    show(result) {
      shown = result;
      // Other rules for the same file leave what the reader typed.
      if (result.name !== last) ports.reset(result);
      last = result.name;
      draw();
    },
  };
}

/** The page prices a request; the command line a month of them. */
function underLoad(subject: string, requests: number): HTMLElement {
  const command = `npx portolan decide --workload ${shellWord(subject)}${requests > 1 ? ` --requests ${requests}` : ""}`;
  return html`<p>What a month costs, with traffic and people’s hours, and what would turn the advice: <code>${command}</code></p>`;
}

function withoutRun(command: string): HTMLElement {
  return html`<section><h2>What each port would change</h2>
    <p>Nothing has been measured on this machine yet, so there is nothing to forecast a port from. One command measures the targets that it has (about two minutes, once) and builds this report anew:</p>
    <pre><code>${command}</code></pre>
  </section>`;
}
