import { html } from "htl";
import { type Device, modelBudgetBytes } from "../../model/live/device.js";
import type { LiveListing } from "../../model/live/listing.js";
import { listingOfModel, seededRequest, specsOf, symbolsOf } from "../../model/live/own-model.js";
import type { LiveRunner, ModelSignature } from "../../model/live/runner.js";
import { writeLayout } from "../../model/model-alone/layout.js";
import type { TensorSpec } from "../../model/tensor-spec.js";
import { DROP_MODEL, MODEL_PRIVACY, notAModel, signatureLines, tooLarge } from "../../report/live-model.js";
import { codeText } from "../code-text.js";
import { receiveDrops } from "../file-drop.js";
import { bench } from "./bench.js";
import { liveFolder } from "./session.js";

const MOST_SIZE = 1e6;

/** Where a reader brings a model: by dropping it, or by the file dialogue. */
export function ownModel(listing: LiveListing, device: Device): HTMLElement | null {
  if (listing.ownModel === null || listing.runner === null) return null;
  const status = html`<p class="reader-status" role="status"></p>`;
  const failure = html`<div role="alert"></div>`;
  const place = html`<div></div>`;
  const input =
    html`<input type="file" id="live-model" class="visually-hidden" accept=".onnx" tabindex="-1" aria-hidden="true">` as HTMLInputElement;
  const choose = html`<button type="button" ${{ onclick: () => input.click() }}>Choose a model…</button>`;
  const zone = html`<section class="drop-zone" aria-labelledby="live-model-label">
    <p id="live-model-label" class="drop-title">${DROP_MODEL}</p>
    <p class="drop-choose">or ${choose}${input}</p>
    <p class="drop-privacy">${MODEL_PRIVACY}</p>
    ${status}
  </section>`;
  const take = async (file: File) => {
    failure.replaceChildren();
    place.replaceChildren();
    status.textContent = `${file.name} is opened …`;
    try {
      const signature = await opened(file, listing, device);
      const sha256 = await sha256Of(file);
      status.textContent = `${file.name} is open.`;
      place.replaceChildren(modelForm({ file, sha256 }, signature, listing, device));
    } catch (error) {
      status.textContent = "";
      const said = error instanceof Error ? error.message : String(error);
      failure.replaceChildren(html`<div class="failure">${codeText(said)}</div>`);
    }
  };
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void take(file);
    input.value = ""; // so that the same file can be chosen again
  });
  receiveDrops(zone, "Drop the model here", ([file]) => void take(file!));
  return html`<section class="live-model"><h2>A model of your own</h2>${zone}${failure}${place}</section>`;
}

/** @throws Error that says what is wrong with the file, and what helps */
async function opened(file: File, listing: LiveListing, device: Device): Promise<ModelSignature> {
  const budget = modelBudgetBytes(device);
  if (file.size > budget) throw new Error(tooLarge(file.name, file.size, budget));
  const address = (place: string) => new URL(place, liveFolder()).href;
  const { runner } = (await import(address(listing.runner!))) as { runner: LiveRunner };
  const model = URL.createObjectURL(file);
  try {
    return await runner.inspect(address(listing.ownModel!.inspect), model);
  } catch (error) {
    throw new Error(notAModel(file.name, error instanceof Error ? error.message : String(error)));
  } finally {
    URL.revokeObjectURL(model);
  }
}

/** Sizes of the dimensions that are the caller's, and then what to run. */
function modelForm(
  { file, sha256 }: HashedFile,
  signature: ModelSignature,
  listing: LiveListing,
  device: Device,
): HTMLElement {
  const modelPath = URL.createObjectURL(file);
  const fields = symbolsOf(signature).map((symbol, i) => {
    const control =
      html`<input id=${`live-size-${i}`} type="number" min="1" max=${MOST_SIZE} step="1" value="1">` as HTMLInputElement;
    const element = html`<div class="field"><label for=${control.id}>${symbol}</label>${control}</div>`;
    return { symbol, control, element };
  });
  const fault = html`<p class="field-error" role="alert"></p>`;
  const place = html`<div></div>`;
  const prepare = () => {
    const wrong = fields.find(({ control }) => !control.checkValidity() || control.value === "");
    fault.textContent = wrong
      ? `${wrong.symbol} is "${wrong.control.value}"; allowed are whole numbers from 1 to ${MOST_SIZE.toLocaleString("en-US")}.`
      : "";
    if (wrong) return place.replaceChildren();
    const sizes = Object.fromEntries(fields.map(({ symbol, control }) => [symbol, control.valueAsNumber]));
    const specs = specsOf(signature, sizes);
    if (specs.state === "not") {
      fault.textContent = `${file.name} cannot be run here: ${specs.reason}.`;
      return place.replaceChildren();
    }
    const model = { name: file.name, bytes: file.size, sha256, ...madeFor(specs.inputs, modelPath) };
    const own = listingOfModel(listing, { ...model, outputs: signature.outputs.map(({ name }) => name) });
    place.replaceChildren(bench({ listing: own, device, beside: null, isRun: false }));
  };
  const element = html`<div>
    <ul>${signatureLines(signature).map((line) => html`<li>${line}</li>`)}</ul>
    ${fields.length > 0 ? html`<form class="conditions"><div class="fields">${fields.map((field) => field.element)}</div></form>` : null}
    ${fault}${place}
  </div>`;
  element.addEventListener("change", (event) => {
    if (fields.some(({ control }) => control === event.target)) prepare();
  });
  prepare();
  return element;
}

interface HashedFile {
  readonly file: File;
  readonly sha256: string;
}

function madeFor(inputs: readonly TensorSpec[], modelPath: string) {
  const address = (part: BlobPart) => URL.createObjectURL(new Blob([part]));
  const payloadPath = address(seededRequest(inputs));
  return { inputs, places: { payloadPath, assetsPath: address(writeLayout(inputs)), modelPath } };
}

/** A page that did not come by HTTPS or from this machine may not hash; the file is then known by its name and size alone. */
async function sha256Of(file: File): Promise<string> {
  if (!isSecureContext) return "0".repeat(64);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
