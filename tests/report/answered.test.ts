import { describe, expect, it } from "vitest";
import { shownAnswer } from "../../src/model/shown-answer.ts";
import {
  answerFinding,
  callsSentence,
  JSON_LINES,
  jsonText,
  lineRows,
  pictureText,
  referenceSentence,
  segmentRows,
  waveText,
} from "../../src/report/answered.ts";

const call = (model: string, calls: number, inputBytes = 1024, outputBytes = 2048) => ({
  ...{ model, calls, inputBytes, outputBytes },
});
const line = (text: string, box = [1, 2, 30, 12] as const, confidence: number | null = 0.9789) => ({
  ...{ text, box, confidence },
});
const finding = (answer: unknown) => answerFinding(shownAnswer(JSON.stringify(answer)), 1_250);

describe("what a request asks of its models", () => {
  it("is said with how often, and with what crosses", () => {
    expect(
      callsSentence([call("detection", 1, 393_216, 131_072), call("recognition", 3, 239_616, 1_378_000)]),
    ).toBe(
      "A request calls detection once and recognition three times; 618 KiB go to the models and 1.44 MiB come back.",
    );
    expect(callsSentence([call("voice", 94)])).toBe(
      "A request calls voice 94 times; 1.00 KiB go to the model and 2.00 KiB come back.",
    );
    expect(callsSentence([call("a", 2), call("b", 0, 0, 0)])).toContain("calls a twice;");
    expect(callsSentence([call("a\u202e", 1)])).toContain("calls a\\u202e once");
    expect(callsSentence([])).toBe("A request calls no model.");
  });
});

describe("what it is answered with", () => {
  it.each([
    [{ lines: [line("a"), line("b"), line("c")] }, "In the picture, three lines were read."],
    [{ lines: [line("a")] }, "In the picture, one line was read."],
    [{ lines: [] }, "In the picture, no lines were read."],
    [
      {
        seconds: 3,
        segments: [
          { from: 0.512, to: 1.376 },
          { from: 1.9, to: 2.8 },
        ],
      },
      "In 3.0 s of sound, two stretches were heard, 1.8 s in all.",
    ],
    [{ seconds: 10, segments: [{ from: 0, to: 1.25 }] }, "In 10 s of sound, one stretch was heard, 1.3 s."],
    [{ seconds: 0.5, segments: [] }, "In 500 ms of sound, no stretches were heard."],
    [{ segments: [{ from: 0, to: 2 }] }, "One stretch was heard, 2.0 s."],
    [{ label: "cat" }, "It is answered with 1.22 KiB of JSON."],
  ])("is said: %#", (answer, sentence) => {
    expect(finding(answer)).toBe(sentence);
  });

  it("is the reference's, which is the Python glue's of a workload of one's own", () => {
    expect(referenceSentence({})).toContain("TypeScript glue on onnxruntime-web");
    expect(referenceSentence({ own: true })).toContain("Python glue on onnxruntime");
  });
});

describe("what is listed", () => {
  it("says of each line its text, how sure it is and where it stands", () => {
    const rows = lineRows([line("Gate\u0007"), line("far", [200, 0, 300, 10] as never, null)], {
      width: 100,
      height: 50,
    });
    expect(rows).toEqual({
      rows: [
        { number: "1", text: "Gate\\u0007", confidence: "0.98", place: "1, 2, 30, 12" },
        { number: "2", text: "far", confidence: "not given", place: "outside of the picture" },
      ],
      more: null,
    });
    expect(lineRows([line("far", [200, 0, 300, 10] as never)], null).rows[0]!.place).toBe("200, 0, 300, 10");
  });

  it("says of each stretch where it begins and ends", () => {
    expect(segmentRows([{ from: 0.512, to: 1.376 }]).rows).toEqual([
      { number: "1", from: "0.512 s", to: "1.376 s", length: "0.864 s" },
    ]);
  });

  it("ends after 200, and says how many more there are", () => {
    const { rows, more } = lineRows(new Array(10_000).fill(line("a")), null);
    expect([rows.length, more]).toEqual([200, "and 9,800 more"]);
    expect(segmentRows(new Array(201).fill({ from: 0, to: 1 })).more).toBe("and 1 more");
  });

  it("is read out in short", () => {
    const size = { width: 256, height: 128 };
    expect(pictureText([line("Gate 7"), line("Rome")], size)).toBe(
      "The picture of the request, 256 × 128 pixels. Read in it: 1: “Gate 7”, 2: “Rome”.",
    );
    expect(pictureText([], size)).toContain("Nothing was read in it.");
    expect(pictureText(new Array(10_000).fill(line("a")), size)).toMatch(/20: “a”, and 9,980 more\.$/);
    expect(waveText([{ from: 0.5, to: 1 }], 3)).toBe(
      "The recording of the request, 3.0 s. Heard in it: 0.500 s to 1.000 s.",
    );
    expect(waveText([], 3)).toContain("Nothing was heard in it.");
  });
});

describe("other JSON", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}`);

  it("is shown whole while it is short", () => {
    expect(jsonText(lines(JSON_LINES))).toEqual({ shown: lines(JSON_LINES).join("\n"), whole: null });
  });

  it("begins, and unfolds", () => {
    const { shown, whole } = jsonText(lines(31));
    expect(shown.split("\n")).toHaveLength(JSON_LINES + 1);
    expect(whole).toEqual({ label: "All 31 lines", text: lines(31).join("\n") });
  });

  it("has an end", () => {
    expect(jsonText(lines(12_000)).whole!.text).toMatch(/… and 10,000 more lines$/);
  });

  it("obeys nothing that it holds", () => {
    expect(jsonText(["\u202e{"]).shown).toBe("\\u202e{");
  });
});
