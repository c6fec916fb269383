import { html } from "htl";
import { type GpuAccount, gpuAccounts } from "../../model/gpu-account.js";
import {
  type GpuPart,
  gpuFinding,
  gpuParts,
  gpuRuleSentence,
  noGpuSentence,
  turnSentence,
} from "../../report/gpu-account.js";
import { codeText } from "../code-text.js";
import { dataTable } from "../data-table.js";
import type { WorkloadView } from "./view.js";

/** The model's call on each GPU of a page, part by part, and where it would turn. */
export function gpuAccount({ workload, summary }: WorkloadView): HTMLElement {
  const { accounts, imitated } = gpuAccounts(workload, summary);
  if (accounts.length === 0) return html`<p>${codeText(noGpuSentence(imitated))}</p>`;
  return html`<div>${accounts.map(drawn)}</div>`;
}

function drawn(account: GpuAccount): HTMLElement {
  return html`<section>
    <h3>${gpuFinding(account)}</h3>
    ${dataTable(
      `The model’s call on ${account.gpu.target.title}, part by part`,
      [
        { label: "Part", heading: true, value: ({ part }: GpuPart) => part },
        { label: "Time", numeric: true, value: ({ time }) => time },
        { label: "Of the call", numeric: true, value: ({ share }) => share },
        { label: "How it is known", value: ({ from }) => from },
      ],
      gpuParts(account),
    )}
    <p>${turnSentence(account)}</p>
    <p>${gpuRuleSentence(account)}</p>
  </section>`;
}
