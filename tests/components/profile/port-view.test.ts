import { describe, expect, it } from "vitest";
import { knownTexts, parsePortTexts } from "../../../src/components/profile/port-inputs.ts";
import { inputOf } from "../../../src/components/profile/port-view.ts";
import { unprofiledResult } from "../../../src/components/profile/recorded-result.ts";
import { forecast } from "../../../src/model/forecast/forecast.ts";
import { inputOfRecording } from "../../../src/model/forecast/from-recording.ts";
import { summariseRecording } from "../../../src/model/summarise-recording.ts";
import { attributionRowOf, execution, recordingHeader, recordingOf } from "../../fixtures/recording.ts";
import { referenceOf } from "../../model/forecast/reference.ts";

/** A recorded Node program whose model runs in Wasm, and which waits for other threads. */
function recorded() {
  const row = attributionRowOf();
  const wasm = {
    ...row.tree[1]!,
    name: "wasm-function[3]",
    file: "wasm://wasm/1",
    destination: "compute" as const,
  };
  const header = recordingHeader({ host: "node", command: ["node", "pipeline.mjs"] });
  const rows = [execution({ cpuMs: 2_000 }), { ...row, tree: [...row.tree, { ...wasm, selfMs: 330 }] }];
  return summariseRecording(recordingOf(header, rows))!;
}

describe("the page's forecast of a recording", () => {
  it("is the terminal's, as long as the reader types nothing", () => {
    const summary = recorded();
    const best = summary.attributions[0]!;
    const result = unprofiledResult(summary, best);
    const { values } = parsePortTexts(knownTexts(result.extras));
    const { host = "unknown", engine = "unknown" } = result.extras;
    const page = inputOf(result, { ...values, requests: values.requests!, host, engine });
    const terminal = inputOfRecording(summary, best);
    expect(page.engine).toBe("wasm");
    // The field for memory is in whole MiB, as this recording's is.
    expect(page).toEqual(terminal);
    expect(forecast(page, referenceOf())).toEqual(forecast(terminal, referenceOf()));
  });
});
