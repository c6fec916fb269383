import { describe, expect, it } from "vitest";
import { knownInputs } from "../../../src/components/profile/port-inputs.ts";
import { profileDecision, profileForecast } from "../../../src/components/profile/profile-decision.ts";
import { unprofiledResult } from "../../../src/components/profile/recorded-result.ts";
import { decideAbout, profiledSubject } from "../../../src/model/decision/subject.ts";
import { forecast } from "../../../src/model/forecast/forecast.ts";
import { inputOfRecording } from "../../../src/model/forecast/from-recording.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { pipelineOf } from "../../../src/model/recording-listing.ts";
import { summariseRecording } from "../../../src/model/summarise-recording.ts";
import { decideCommand, verdictTexts } from "../../../src/report/profile-verdict.ts";
import { attributionRowOf, execution, recordingHeader, recordingOf } from "../../fixtures/recording.ts";
import { scenarioWith } from "../../model/decision/evidence.ts";
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

const summary = recorded();
const best = summary.attributions[0]!;
const reference = referenceOf();
const sources = { reference, book: SHIPPED_BOOK };
const SCENARIO = scenarioWith({ p99SloMs: 5_000 });

describe("the answer of a recording's page", () => {
  const result = unprofiledResult(summary, best);
  const asRecorded = knownInputs(result);

  it("goes by the terminal's forecast, as long as the reader types nothing", () => {
    const terminal = inputOfRecording(summary, best);
    const { input, forecast: found } = profileForecast(result, asRecorded, reference);
    expect(input.engine).toBe("wasm");
    expect(input).toEqual(terminal);
    expect(found).toEqual(forecast(terminal, reference));
  });

  it("is the terminal's", () => {
    const known = profileForecast(result, asRecorded, reference);
    const page = profileDecision(result, known, SCENARIO, sources);
    const terminal = decideAbout(profiledSubject(pipelineOf(summary)!, reference), SHIPPED_BOOK, SCENARIO);
    expect(page).toMatchObject({ state: "decided", subject: { kind: "profiled" } });
    expect(verdictTexts(page)).toEqual(verdictTexts(terminal));
    expect(verdictTexts(page).action).toMatch(/^(Stay with|Port to|Measure before)/);
  });

  it("is of one of the requests that the reader counts", () => {
    const ten = profileForecast(result, { ...asRecorded, requests: 10 }, reference);
    expect(ten.input.wallMs).toBeCloseTo(summary.wallMs.median / 10, 9);
    const decided = profileDecision(result, ten, SCENARIO, sources);
    if (decided.state !== "decided") throw new Error(decided.reason);
    const { targets, baseline } = decided.decision.evidence;
    const today = targets.find(({ target }) => target === baseline)!;
    expect(today.wallMs.value).toBeCloseTo(summary.wallMs.median / 10, 9);
  });

  it("is of one of the requests that the recording says it holds, on every page", () => {
    const counted = { ...summary, requests: 20 };
    const each = unprofiledResult(counted, best);
    const known = profileForecast(each, knownInputs(each), reference);
    expect(known.input.wallMs).toBeCloseTo(summary.wallMs.median / 20, 9);
    expect(known.input).toEqual(pipelineOf(counted)!.input);
    expect(pipelineOf(counted, 1)!.input).toEqual(pipelineOf(summary)!.input);
  });

  it("is none where the profile carries no verdict; then it has the command that would give one", () => {
    const slow = { ...summary, inflation: 0.4 };
    const unsound = unprofiledResult(slow, best);
    const known = profileForecast(unsound, knownInputs(unsound), reference);
    const { action, sentences, remarks } = verdictTexts(profileDecision(unsound, known, SCENARIO, sources));
    expect(action).toBe("No verdict: the profile cannot carry one.");
    expect(sentences).toEqual([]);
    expect(remarks.map(({ command }) => command)).toEqual([
      "npx portolan profile --budget 15m -- node pipeline.mjs",
    ]);
  });

  it("leads to the terminal with the requests, quoted where a shell would read more into it", () => {
    expect(decideCommand("a b.json", 12)).toBe("npx portolan decide --workload 'a b.json' --requests 12");
    expect(decideCommand("r-1", null)).toBe("npx portolan decide --workload r-1");
  });
});
