import { html } from "htl";
import { formatBytes } from "../../model/format.js";
import { receiveDrops } from "../file-drop.js";
import type { RuleTexts } from "./protocol.js";
import { ProfileReader, type ReaderEvents, type ReaderState } from "./reader.js";
import type { Sample } from "./samples.js";

const IDLE = "Nothing has been read yet.";

interface DropZone {
  readonly element: HTMLElement;
  readonly reader: ProfileReader;
}

/** Where a reader puts a profile: by dropping, by the file dialogue, by pasting a file, or by one of the samples. */
export function dropZone(
  samples: readonly Sample[],
  rules: RuleTexts,
  events: Pick<ReaderEvents, "onResult" | "onRules">,
): DropZone {
  const status = html`<p class="reader-status" role="status">${IDLE}</p>`;
  const progress = html`<progress hidden aria-label="Reading the profile"></progress>` as HTMLProgressElement;
  const cancel = html`<button type="button" hidden>Cancel</button>` as HTMLButtonElement;
  const failure = html`<div class="reader-failure" role="alert"></div>`;
  const show = (state: ReaderState) => {
    const busy = state.state === "reading" || state.state === "parsing";
    status.textContent = statusText(state);
    if (busy && failure.firstChild) failure.replaceChildren();
    if (state.state === "failed")
      failure.replaceChildren(failureBox(state.name, state.message, reader.hasResult));
    progress.hidden = !busy;
    // The focus must not vanish with the button that holds it.
    if (!busy && document.activeElement === cancel) choose.focus();
    cancel.hidden = !busy;
    zone.setAttribute("aria-busy", String(busy));
    if (state.state === "reading" && state.totalBytes > 0)
      progress.value = state.loadedBytes / state.totalBytes;
    else progress.removeAttribute("value");
  };
  const reader: ProfileReader = new ProfileReader(rules, { ...events, onState: show });
  cancel.addEventListener("click", () => reader.cancel());

  const input =
    html`<input type="file" id="profile-file" class="visually-hidden" tabindex="-1" aria-hidden="true">` as HTMLInputElement;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) reader.read(file);
    input.value = ""; // so that the same file can be chosen again
  });
  const choose = html`<button type="button" class="primary">Choose a profile…</button>`;
  choose.addEventListener("click", () => input.click());

  const zone = html`<section class="drop-zone" aria-labelledby="drop-zone-label" aria-busy="false">
    <p id="drop-zone-label" class="drop-title">Drop a profile here</p>
    <p class="drop-choose">or ${choose}${input}</p>
    <p class="drop-privacy">It is read in this page and nowhere else: nothing leaves your browser.</p>
    <div class="drop-progress">${status}${progress}${cancel}</div>
  </section>`;
  receiveFiles(zone, (file) => reader.read(file));

  const element = html`<div class="profile-input">
    ${zone}
    ${failure}
    ${sampleButtons(samples, (sample) => {
      void openSample(
        sample,
        (file) => reader.read(file),
        (message) => show({ state: "failed", name: sample.file, message }),
      );
    })}
  </div>`;
  return { element, reader };
}

function receiveFiles(zone: HTMLElement, take: (file: File) => void): void {
  receiveDrops(zone, take);
  addEventListener("paste", (event) => {
    const file = event.clipboardData?.files[0];
    if (file) take(file);
  });
}

function sampleButtons(samples: readonly Sample[], open: (sample: Sample) => void): HTMLElement {
  const missing = samples.filter(({ url }) => url === null);
  return html`<div class="samples">
    <div role="group" aria-labelledby="samples-label">
      <p id="samples-label">Or try a sample that this project recorded, one for each format:</p>
      <div class="sample-buttons">${samples
        .filter(({ url }) => url !== null)
        .map(
          (sample) =>
            html`<button type="button" ${{ onclick: () => open(sample) }} title=${sample.madeBy}>${sample.title}</button>`,
        )}</div>
    </div>
    ${missing.map(
      ({ title, madeBy }) =>
        html`<p class="quiet sample-missing">No sample of ${title} could be recorded here; to make such a file: <code>${madeBy}</code></p>`,
    )}
  </div>`;
}

async function openSample(
  { url, file }: Sample,
  take: (file: File) => void,
  fail: (message: string) => void,
): Promise<void> {
  try {
    const response = await fetch(url!);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    take(new File([await response.blob()], file));
  } catch (error) {
    fail(
      `The sample ${file} could not be fetched from this report's own folder: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function statusText(state: ReaderState): string {
  switch (state.state) {
    case "idle":
      return IDLE;
    case "reading":
      return `Reading ${state.name}: ${mebibytes(state.loadedBytes)} of ${mebibytes(state.totalBytes)} …`;
    case "parsing":
      return `Attributing ${state.name} (${formatBytes(state.totalBytes, 3)}) …`;
    case "done":
      return `${state.name} is read; the result is below.`;
    case "cancelled":
      return `${state.name} was cancelled.`;
    case "failed":
      return `${state.name} could not be used.`;
  }
}

/** Two digits after the point throughout, so that the text does not jump while it counts. */
function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(2)} MiB`;
}

function failureBox(name: string, message: string, hasResult: boolean): HTMLElement {
  return html`<div class="failure"><strong>${name}</strong><pre>${message}</pre>
    ${hasResult ? html`<p>The result below is still that of the last valid file.</p>` : null}</div>`;
}
