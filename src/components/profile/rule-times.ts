import { html } from "htl";
import { formatMs, formatShare } from "../../model/format.js";
import type { Destination, RuleTime, UnmatchedFrame } from "../../model/traces/result.js";
import { ruleTimesFinding, unmatchedFinding } from "../../report/profile.js";
import { dataTable } from "../data-table.js";
import { DESTINATION_FILL, DESTINATION_LABEL } from "./destination-style.js";
import { place } from "./icicle-figure.js";

/** Which rule took how much time, and why it sends it there. */
export function ruleTimes(rules: readonly RuleTime[]): HTMLElement {
  return html`<div>
    <h3>${ruleTimesFinding(rules)}</h3>
    ${dataTable(
      "Rules that took time, first match wins",
      [
        {
          label: "Rule",
          heading: true,
          value: ({ id }: RuleTime) => html`<span class="frame-name">${id}</span>`,
        },
        { label: "Time", numeric: true, value: ({ ms }) => formatMs(ms) },
        { label: "Share", numeric: true, value: ({ share }) => formatShare(share) },
        { label: "Goes to", unbroken: true, value: ({ bucket }) => destination(bucket) },
        { label: "Because", value: ({ reason }) => reason },
      ],
      rules,
    )}
  </div>`;
}

/**
 * Frames that no rule knows.
 *
 * @param add takes the YAML of the frame's rule; null where there is no editor to put it
 */
export function unmatchedTable(
  unmatched: readonly UnmatchedFrame[],
  add: ((suggestion: string) => void) | null,
): HTMLElement {
  if (unmatched.length === 0) return html`<div><h3>${unmatchedFinding(unmatched)}</h3></div>`;
  return html`<div class="unmatched">
    <h3>${unmatchedFinding(unmatched)}</h3>
    ${dataTable(
      "The largest frames without a rule, and the line that would give them a bucket",
      [
        {
          label: "Frame",
          heading: true,
          value: ({ frame }: UnmatchedFrame) => html`<span class="frame-name">${frame}</span>`,
        },
        { label: "Time", numeric: true, value: ({ ms }) => formatMs(ms) },
        { label: "Share", numeric: true, value: ({ share }) => formatShare(share) },
        { label: "File", value: ({ file }) => place(file, null) },
        {
          label: "Rule to add",
          value: ({ suggestion }) => html`<pre class="suggestion">${suggestion}</pre>`,
        },
        ...(add === null
          ? []
          : [
              {
                label: "",
                value: ({ frame, suggestion }: UnmatchedFrame) =>
                  html`<button type="button" aria-label=${`Add a rule for ${frame} to my rules`} ${{ onclick: () => add(suggestion) }}>Add to my rules</button>`,
              },
            ]),
      ],
      unmatched,
    )}
  </div>`;
}

function destination(bucket: Destination): HTMLElement | string {
  if (bucket === "caller") return "its caller’s bucket";
  return html`<span><span class="swatch" style=${{ background: DESTINATION_FILL[bucket] }}></span>${DESTINATION_LABEL[bucket]}</span>`;
}
