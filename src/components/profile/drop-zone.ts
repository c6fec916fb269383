import { html } from "htl";
import { formatBytes } from "../../model/format.js";
import { PRIVACY } from "../../report/kept-profile.js";
import { receiveDrops } from "../file-drop.js";
import { keptProfile } from "./kept-profile.js";
import { pairPicker } from "./pair-picker.js";
import type { RuleTexts } from "./protocol.js";
import { ProfileReader, type ReaderEvents, type ReaderState, type Sources } from "./reader.js";
import type { Sample } from "./samples.js";

const IDLE = "Nothing has been read yet.";

interface DropZone {
  readonly element: HTMLElement;
  readonly reader: ProfileReader;
}

/** Where a reader puts a profile, or two: by dropping, by the file dialogue, by pasting files, or by one of the samples. */
export function dropZone(samples: readonly Sample[], rules: RuleTexts, events: ReaderEvents): DropZone {
  const progress = readerProgress(() => reader.cancel());
  const failure = html`<div class="reader-failure" role="alert"></div>`;
  const picker = html`<div></div>`;
  /** Files that this project recorded: a browser need not keep them. */
  const ours = new WeakSet<File>();
  let kept: Sources | null = null;
  const keeper = keptProfile(() => {
    if (kept !== null) reader.clear();
    kept = null;
  });
  const show = (state: ReaderState) => {
    const isBusy = progress.show(state);
    if (isBusy || state.state === "idle") failure.replaceChildren();
    if (state.state === "failed") failure.replaceChildren(failureBox(state.name, state.message));
    // The focus must not vanish with the button that holds it.
    if (!isBusy && progress.hasFocus()) choose.focus();
    zone.setAttribute("aria-busy", String(isBusy));
    events.onState(state);
  };
  const reader: ProfileReader = new ProfileReader(rules, {
    ...events,
    onState: show,
    onResult(result, sources) {
      events.onResult(result, sources);
      if (sources === kept) return;
      const isOurs = ours.has(sources[0].file);
      if (isOurs) keeper.sayOlder();
      else void keeper.keep(sources.filter((source) => source !== undefined));
      kept = isOurs ? null : sources;
    },
  });
  const take = (files: readonly File[]) => {
    const [first, second, third] = inOrderOfChange(files);
    if (!first) return;
    picker.replaceChildren();
    if (third)
      picker.replaceChildren(
        pairPicker(inOrderOfChange(files), (a, b) =>
          reader.read(a === b ? [{ file: a }] : [{ file: a }, { file: b }]),
        ),
      );
    reader.read(second ? [{ file: first }, { file: second }] : [{ file: first }]);
  };
  void keeper.restore().then((files) => {
    if (!files || reader.isUsed) return;
    kept = files as unknown as Sources;
    keeper.sayRestored();
    reader.read(kept);
  });

  const { input, choose } = fileChooser(take);
  const zone = html`<section class="drop-zone" aria-labelledby="drop-zone-label" aria-busy="false">
    <p id="drop-zone-label" class="drop-title">Drop a profile here, or two to compare them</p>
    <p class="drop-choose">or ${choose}${input}</p>
    <p class="drop-privacy">${PRIVACY}</p>
    ${progress.element}${picker}${keeper.element}
  </section>`;
  receiveDrops(zone, "Drop it anywhere: one profile to read, two to compare", take);
  addEventListener("paste", (event) => take([...(event.clipboardData?.files ?? [])]));

  const element = html`<div class="profile-input">
    ${zone}
    ${failure}
    ${sampleButtons(samples, (sample) => {
      void openSample(
        sample,
        (file) => {
          ours.add(file);
          picker.replaceChildren();
          reader.read([{ file }]);
        },
        (message) => show({ state: "failed", name: sample.file, message }),
      );
    })}
  </div>`;
  return { element, reader };
}

/** Of two, the older is A: what was before. */
const inOrderOfChange = (files: readonly File[]): readonly File[] =>
  [...files].sort((a, b) => a.lastModified - b.lastModified);

function fileChooser(take: (files: readonly File[]) => void) {
  const input =
    html`<input type="file" id="profile-file" multiple class="visually-hidden" tabindex="-1" aria-hidden="true">` as HTMLInputElement;
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    input.value = ""; // so that the same file can be chosen again
    take(files);
  });
  const choose = html`<button type="button" class="primary">Choose one profile, or two…</button>`;
  choose.addEventListener("click", () => input.click());
  return { input, choose };
}

/** How far the reader is, and the button that stops it. */
function readerProgress(onCancel: () => void) {
  const status = html`<p class="reader-status" role="status">${IDLE}</p>`;
  const bar = html`<progress hidden aria-label="Reading the profile"></progress>` as HTMLProgressElement;
  const cancel = html`<button type="button" hidden>Cancel</button>` as HTMLButtonElement;
  cancel.addEventListener("click", onCancel);
  return {
    element: html`<div class="drop-progress">${status}${bar}${cancel}</div>`,
    hasFocus: () => document.activeElement === cancel,
    /** @returns whether it is at work */
    show(state: ReaderState): boolean {
      const isBusy = state.state === "reading" || state.state === "parsing";
      status.textContent = statusText(state);
      bar.hidden = !isBusy;
      cancel.hidden = !isBusy;
      if (state.state === "reading" && state.totalBytes > 0) bar.value = state.loadedBytes / state.totalBytes;
      else bar.removeAttribute("value");
      return isBusy;
    },
  };
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
      return `${state.name}: read; the result is below.`;
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

function failureBox(name: string, message: string): HTMLElement {
  return html`<div class="failure"><strong>${name}</strong><pre>${message}</pre></div>`;
}
