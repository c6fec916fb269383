import { html } from "htl";
import { withRule } from "./own-rules.js";

/** Typing is over when nothing was typed for this long, milliseconds. */
const PAUSE = 350;

const FILE = "my-rules.yaml";

export interface RulesEditor {
  readonly element: HTMLElement;
  add(suggestion: string): void;
  /** What is wrong with the rules, or null. */
  fail(message: string | null): void;
}

/** Rules that go before the standard ones; `onChange` hears the text whenever it has come to rest. */
export function rulesEditor(standard: string, onChange: (text: string) => void): RulesEditor {
  const field =
    html`<textarea id="own-rules" rows="8" spellcheck="false" autocapitalize="off" autocomplete="off"
    aria-describedby="own-rules-hint own-rules-error" placeholder=${EXAMPLE}></textarea>` as HTMLTextAreaElement;
  const error = html`<pre id="own-rules-error" class="rules-error" role="alert"></pre>`;
  const said = html`<p class="quiet" role="status"></p>`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const announce = (after: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => onChange(field.value), after);
  };
  field.addEventListener("input", () => announce(PAUSE));
  const save = html`<a href="#" download=${FILE}>Download ${FILE}</a>` as HTMLAnchorElement;
  // The address is made at the click, so that it holds what is in the field by then.
  save.addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([field.value], { type: "application/yaml" }));
    save.href = url;
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
  const element = html`<div class="rules-editor">
    <label for="own-rules">Your rules</label>
    ${field}
    ${error}
    <p id="own-rules-hint" class="hint">They are asked before the standard rules, and the result above follows as you type. ${save} to use them in a terminal: <code>npx portolan attribute FILE --rules ${FILE}</code></p>
    ${said}
    <details><summary>The standard rules</summary><pre class="standard-rules" tabindex="0" aria-label="The standard rules">${standard}</pre></details>
  </div>`;
  return {
    element,
    add(suggestion) {
      field.value = withRule(field.value, suggestion);
      field.scrollTop = field.scrollHeight;
      said.textContent = "The rule was added to yours.";
      announce(0);
    },
    fail(message) {
      error.textContent = message ?? "";
      if (message === null) field.removeAttribute("aria-invalid");
      else field.setAttribute("aria-invalid", "true");
      if (message !== null) said.textContent = "";
    },
  };
}

const EXAMPLE = `rules:
  - id: my-tokenizer
    file: "tokenizer"
    bucket: interpreter
    reason: our own tokenizer, in Python`;
