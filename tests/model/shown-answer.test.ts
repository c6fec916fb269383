import { describe, expect, it } from "vitest";
import { boxWithin, shownAnswer } from "../../src/model/shown-answer.ts";

const line = { text: "Gate 7", confidence: 0.9789, box: [22, 14, 116, 46] };
const kindOf = (answer: unknown) => shownAnswer(JSON.stringify(answer)).kind;

describe("an answer", () => {
  it("with lines that have a text and a box is lines", () => {
    expect(shownAnswer(JSON.stringify({ lines: [line] }))).toEqual({ kind: "lines", lines: [line] });
    expect(shownAnswer('{"lines":[]}')).toEqual({ kind: "lines", lines: [] });
  });

  it.each([[undefined], [null], ["high"], [[]]])(
    "has lines without a confidence where it is %j",
    (confidence) => {
      const answer = shownAnswer(JSON.stringify({ lines: [{ ...line, confidence }] }));
      expect(answer).toMatchObject({ lines: [{ text: "Gate 7", confidence: null }] });
    },
  );

  it("with segments that have a beginning and an end is segments", () => {
    const segments = [{ from: 0.512, to: 1.376 }];
    expect(shownAnswer(JSON.stringify({ seconds: 3, segments }))).toEqual({
      kind: "segments",
      seconds: 3,
      segments,
    });
    for (const seconds of [undefined, "3", -3, null])
      expect(shownAnswer(JSON.stringify({ seconds, segments })), `${seconds}`).toMatchObject({
        seconds: null,
      });
  });

  it.each([
    { lines: [line, { text: "no box" }] },
    { lines: [line, { box: [0, 0, 1, 1] }] },
    { lines: [{ ...line, box: [1, 2, 3] }] },
    {
      lines: [
        {
          ...line,
          box: [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        },
      ],
    },
    { lines: [{ ...line, box: [0, 0, null, 1] }] },
    { lines: [line, null] },
    { lines: "Gate 7" },
    { segments: [{ from: 1 }] },
    { segments: [{ from: 2, to: 1 }] },
    { segments: [{ from: -1, to: 1 }] },
    { segments: [{ from: 0, to: "1" }] },
    { segments: { from: 0, to: 1 } },
    { text: "Gate 7" },
    [line],
    "lines",
    17,
    null,
  ])("is shown as it is where it is %j", (answer) => {
    expect(shownAnswer(JSON.stringify(answer))).toEqual({
      kind: "json",
      text: JSON.stringify(answer, null, 2).split("\n"),
    });
  });

  it("with a number beyond all bounds is no line", () => {
    expect(shownAnswer('{"lines":[{"text":"a","box":[0,0,1e999,1]}]}').kind).toBe("json");
  });

  it.each(["", "{", '{"lines":[{"text":"a","box":[0,0,NaN,1]}]}', "<b>"])(
    "that is no JSON, %j, stays text",
    (text) => {
      expect(shownAnswer(text)).toEqual({ kind: "json", text: [text] });
    },
  );

  it("of thousands of brackets is not indented, of brackets in a text it is", () => {
    const deep = `${"[".repeat(8_000)}${"]".repeat(8_000)}`;
    expect(shownAnswer(deep)).toEqual({ kind: "json", text: [deep] });
    expect(shownAnswer(JSON.stringify({ text: `\\"${"[".repeat(100)}` }))).toMatchObject({
      text: { length: 3 },
    });
  });

  it("of 10,000 lines is lines", () => {
    expect(kindOf({ lines: new Array(10_000).fill(line) })).toBe("lines");
  });
});

describe("a box", () => {
  const picture = { width: 100, height: 50 };

  it.each([
    ["in the picture", [10, 5, 20, 15], [10, 5, 20, 15]],
    ["over its edge", [-10, -1e300, 20, 1e300], [0, 0, 20, 50]],
    ["beside it", [100, 5, 120, 15], null],
    ["above it", [10, -20, 20, 0], null],
    ["of no width", [10, 5, 10, 15], null],
    ["with its sides exchanged", [20, 15, 10, 5], null],
  ] as const)("%s is drawn as far as it is seen", (_, box, seen) => {
    expect(boxWithin(box, picture)).toEqual(seen);
  });
});
