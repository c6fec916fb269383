import { html } from "htl";
import { formatMs, formatShare } from "../../model/format.js";
import type { MeasuredTarget } from "../../model/measured-target.js";
import type { EngineSplit } from "../../model/summary.js";
import { joinedFused, largestOperators, operatorFinding } from "../../report/operators.js";
import type { WorkloadView } from "./view.js";

type Profiled = Extract<EngineSplit, { state: "profiled" }>;

const SHOWN = 8;

/** Time in the model's operators by target, from the engine's own profile. */
export function operatorsTable({ measured, baseline }: WorkloadView): HTMLElement {
  const profiled = measured.flatMap(({ target, cell }) => {
    const { engine } = cell.attribution;
    if (engine.state !== "profiled") return [];
    return [{ target, engine: { ...engine, operators: joinedFused(engine.operators) } }];
  });
  const reference = profiled.find(({ target }) => target.id === baseline?.target) ?? profiled[0];
  if (!reference) {
    return html`<p>No target’s model call was profiled: ${reasons(measured)}</p>`;
  }
  const operators = largestOperators(profiled, SHOWN);
  const most = Math.max(
    ...profiled.flatMap(({ engine }) => operators.map((name) => msOf(engine, name) ?? 0)),
  );
  return html`<div>
    <h3>${operatorFinding(profiled, reference)}</h3>
    <div class="table-frame" role="region" tabindex="0" aria-label="Time in operators by target"><table class="operators">
      <caption>Milliseconds per request in the largest operators of any target, from the engine’s profile</caption>
      <thead><tr><th scope="col">Operator</th>${profiled.map(({ target }) => html`<th scope="col" class="numeric">${target.title}</th>`)}</tr></thead>
      <tbody>${operators.map(
        (name) =>
          html`<tr><th scope="row">${name}</th>${profiled.map(({ engine }) => heat(msOf(engine, name), most))}</tr>`,
      )}
      ${row("Kernels of the model call", profiled, ({ kernelShare }) => formatShare(kernelShare))}
      ${row("Scheduling between them", profiled, ({ schedulingShare }) => formatShare(schedulingShare))}
      ${row("Marshalling around them", profiled, ({ marshallingShare }) => formatShare(marshallingShare))}
      </tbody>
    </table></div>
    <p class="remark">A fused operator counts under the name of the one that it extends (FusedConv as Conv). An engine fuses as it sees fit, so a name that is missing on a target may be hidden in another. The profile comes from iterations of its own; wall times elsewhere on this page are unprofiled.</p>
  </div>`;
}

function msOf({ operators }: Profiled, name: string): number | null {
  return operators.find(({ operator }) => operator === name)?.ms ?? null;
}

/** A number over a bar of its size, so that a column reads as a picture and stays text. */
function heat(ms: number | null, most: number): HTMLElement {
  if (ms === null) return html`<td class="numeric quiet">none</td>`;
  const share = most > 0 ? (ms / most) * 100 : 0;
  return html`<td class="numeric heat">${formatMs(ms, 2)}<span style=${{ width: `${share}%` }}></span></td>`;
}

function row(
  label: string,
  profiled: readonly { readonly engine: Profiled }[],
  value: (engine: Profiled) => string,
): HTMLElement {
  return html`<tr class="share"><th scope="row">${label}</th>${profiled.map(({ engine }) => html`<td class="numeric">${value(engine)}</td>`)}</tr>`;
}

function reasons(measured: readonly MeasuredTarget[]): string {
  return measured
    .map(
      ({
        target,
        cell: {
          attribution: { engine },
        },
      }) => {
        if (engine.state === "withheld")
          return `${target.title}: the profiler slowed it by ${formatShare(engine.inflation)}`;
        return engine.state === "unprofiled" ? `${target.title}: ${engine.reason}` : "";
      },
    )
    .filter((reason) => reason !== "")
    .join("; ");
}
