import { html } from "htl";
import { type AdviceInputs, DEFAULT_INPUTS, defaultObjective } from "../../model/advice.js";
import type { Reach } from "../../model/run-file.js";
import { choice, type Field, textField } from "./fields.js";
import {
  type FieldName,
  type FieldTexts,
  parseFields,
  queryOf,
  textsFromQuery,
  textsOf,
  validInputs,
} from "./query.js";
import { whatIfQuery } from "./what-if-query.js";

const KEPT = "The answers follow these. They are kept in the page’s address, so a link carries them.";
const STANDS = "Until the marked field is right, the last valid answer stands.";

/**
 * The reader's conditions. Its `value` is the last valid inputs; it dispatches "input" when they change, and the
 * page's address always holds them, so that a link shows what its sender saw.
 */
export function conditionsForm(): HTMLElement & { value: AdviceInputs } {
  const texts = textsFromQuery(location.search);
  const fields: Readonly<Record<FieldName, Field>> = {
    reach: choice("reach", "Must run", [
      ["server", "on a server"],
      ["edge", "at the edge"],
      ["browser", "in a browser"],
    ]),
    objective: choice("objective", "Optimise for", [
      ["cost", "cost"],
      ["latency", "latency"],
    ]),
    gpu: choice("gpu", "GPU there", [
      ["no", "no"],
      ["yes", "yes"],
    ]),
    minimumGain: textField("minimumGain", "Worth a port from", "× faster"),
    p99SloMs: textField("p99SloMs", "p99 at most", "ms", "no limit"),
    memoryLimitMb: textField("memoryLimitMb", "Memory at most", "MB", "no limit"),
    coldShare: textField("coldShare", "Cold requests", "%"),
    coldSloMs: textField("coldSloMs", "Cold start at most", "ms", "no limit"),
  };
  const reset = html`<button type="button" class="quiet">Reset</button>`;
  const hint = html`<p class="hint"></p>`;
  const form = html`<form class="conditions" aria-label="Your conditions">
    <h2>Your conditions</h2>
    <div class="fields">${Object.values(fields).map(({ element }) => element)}${reset}</div>
    ${hint}
  </form>` as HTMLElement & { value: AdviceInputs };

  const typed = () =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.text])) as FieldTexts;
  const fill = (values: FieldTexts) => {
    for (const [name, field] of Object.entries(fields)) field.text = values[name as FieldName];
  };
  /** Marks what is invalid; only a wholly valid form moves the answer. */
  const read = (): boolean => {
    const parsed = parseFields(typed());
    hint.textContent = parsed.state === "valid" ? KEPT : STANDS;
    for (const [name, field] of Object.entries(fields))
      field.error = parsed.state === "invalid" ? (parsed.errors.get(name as FieldName) ?? null) : null;
    if (parsed.state === "invalid") return false;
    form.value = parsed.inputs;
    carry(queryOf(parsed.inputs), whatIfQuery(parsed.inputs));
    return true;
  };

  form.value = validInputs(texts);
  fill(texts);
  read();
  fields.reach.element.addEventListener("change", () => {
    fields.objective.text = defaultObjective(fields.reach.text as Reach);
  });
  reset.addEventListener("click", () => {
    fill(textsOf(DEFAULT_INPUTS));
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const type of ["input", "change"]) {
    form.addEventListener(type, (event) => {
      if (event.target === form && type === "input") return; // our own announcement
      event.stopPropagation();
      if (read()) form.dispatchEvent(new CustomEvent("input", { bubbles: false }));
    });
  }
  return form;
}

/** The query of this page for all links but those to the what-if page, whose fields have names of their own. */
function carry(query: string, whatIf: string): void {
  const search = query === "" ? "" : `?${query}`;
  history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
  const links = document.querySelectorAll<HTMLAnchorElement>(
    "#observablehq-sidebar a[href], #observablehq-header a[href], #observablehq-footer a[href], a.carries-query",
  );
  for (const link of links)
    if (link.host === location.host) link.search = link.pathname.endsWith("/what-if.html") ? whatIf : search;
}
