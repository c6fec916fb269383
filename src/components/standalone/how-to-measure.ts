import { html } from "htl";
import { STANDALONE_COMMAND } from "../../report/standalone/command.js";

/** In place of figures that a run does not hold. */
export const howToMeasure = (): HTMLElement =>
  html`<div><p>It takes a few minutes, and what <code>npx portolan setup runtimes</code> installs:</p><pre><code>${STANDALONE_COMMAND}</code></pre></div>`;
