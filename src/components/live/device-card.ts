import { html } from "htl";
import { formatBytes } from "../../model/format.js";
import type { Device } from "../../model/live/device.js";
import { deviceFacts } from "../../report/live.js";
import { codeText } from "../code-text.js";

/** What the reader's browser is, and what a page of it may use; null before it was asked. */
export function deviceCard(device: Device | null): HTMLElement {
  return html`<div class="device-card">
    <dl class="facts">${deviceFacts(device).map(
      ({ term, value, detail }) =>
        html`<div><dt>${term}</dt><dd>${value}<small>${codeText(detail)}</small></dd></div>`,
    )}</dl>
    ${device?.gpu.state === "found" ? gpuDetails(device.gpu) : null}
  </div>`;
}

function gpuDetails({ limits, features }: Extract<Device["gpu"], { state: "found" }>): HTMLElement {
  const sized = (name: string, value: number) =>
    /Size$/.test(name) ? formatBytes(value) : value.toLocaleString("en-US");
  return html`<details><summary>Limits and features of the adapter</summary>
    <dl class="facts">${Object.entries(limits).map(
      ([name, value]) => html`<div><dt>${name}</dt><dd>${sized(name, value)}</dd></div>`,
    )}</dl>
    <p class="quiet">${features.join(", ")}</p>
  </details>`;
}
