import { html } from "htl";
import type { Scenario } from "../../model/scenario/scenario.js";
import { download, fileStem } from "../download.js";
import { EXPORT_FORMATS, type ExportFormat } from "./protocol.js";

const FILE: Readonly<
  Record<ExportFormat, { readonly label: string; readonly ending: string; readonly type: string }>
> = {
  adr: { label: "Decision record", ending: ".adr.md", type: "text/markdown" },
  markdown: { label: "Markdown", ending: ".md", type: "text/markdown" },
  csv: { label: "CSV", ending: ".csv", type: "text/csv" },
  json: { label: "JSON", ending: ".json", type: "application/json" },
};

interface ExportContext {
  /** The last valid scenario. */
  readonly scenario: () => Scenario;
  /** Asks for a file; it comes back through `receive`. */
  readonly ask: (format: ExportFormat, date: string) => void;
  readonly say: (message: string, failed?: boolean) => void;
}

interface ExportBar {
  readonly element: HTMLElement;
  receive(format: ExportFormat, text: string): void;
}

/** Files of the decision, made in the page when they are asked for. */
export function exportBar({ scenario, ask, say }: ExportContext): ExportBar {
  const name = (ending: string) => `${fileStem(scenario().title)}${ending}`;
  const guarded = (make: () => Promise<void>) => () =>
    void make().catch((error: unknown) => say(error instanceof Error ? error.message : String(error), true));
  const yaml = async () => {
    const { scenarioYaml } = await import("../../model/scenario/scenario-yaml.js");
    download(name(".yaml"), scenarioYaml(scenario()), "application/yaml");
  };
  const request = (format: ExportFormat) => () => {
    say(`${FILE[format].label} is being written, with every flip condition searched anew.`);
    ask(format, new Date().toISOString().slice(0, 10));
  };
  return {
    element: html`<div class="export-bar" role="group" aria-label="Take it with you">
      ${EXPORT_FORMATS.map((format) => html`<button type="button" ${{ onclick: request(format) }}>${FILE[format].label}</button>`)}
      <button type="button" ${{ onclick: guarded(yaml) }}>YAML</button>
    </div>`,
    receive(format, text) {
      const { ending, type } = FILE[format];
      download(name(ending), text, type);
      say(`${name(ending)} is downloaded.`);
    },
  };
}
