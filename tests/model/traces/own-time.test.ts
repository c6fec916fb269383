import { describe, expect, it } from "vitest";
import { importTrace } from "../../../src/model/traces/import.ts";
import { asBytes, selfMsBy } from "../../fixtures/trace-samples.ts";

/** pyinstrument gives a function's own time a frame beside those of what it calls. */
const FRAMES = ["main", "load", "[self]", "[await]"].map((name) => ({
  name,
  ...(name.startsWith("[") ? {} : { file: "app.py", line: 1 }),
}));
const [MAIN, LOAD, SELF, AWAIT] = [0, 1, 2, 3];

const speedscope = (profile: object) =>
  asBytes({ shared: { frames: FRAMES }, profiles: [{ unit: "milliseconds", name: "p", ...profile }] });

describe("a function's own time", () => {
  it.each([
    [
      "a sampled speedscope file",
      speedscope({
        type: "sampled",
        samples: [
          [MAIN, SELF],
          [MAIN, LOAD, SELF],
          [MAIN, AWAIT],
        ],
        weights: [1, 2, 3],
      }),
    ],
    [
      "an evented one",
      speedscope({
        type: "evented",
        ...{ startValue: 0, endValue: 6 },
        events: [
          ...[
            { type: "O", frame: MAIN, at: 0 },
            { type: "O", frame: SELF, at: 0 },
            { type: "C", frame: SELF, at: 1 },
          ],
          ...[
            { type: "O", frame: LOAD, at: 1 },
            { type: "O", frame: SELF, at: 1 },
            { type: "C", frame: SELF, at: 3 },
          ],
          ...[
            { type: "C", frame: LOAD, at: 3 },
            { type: "O", frame: AWAIT, at: 3 },
            { type: "C", frame: AWAIT, at: 6 },
          ],
          { type: "C", frame: MAIN, at: 6 },
        ],
      }),
    ],
    [
      "collapsed stacks",
      asBytes(
        "main (app.py:1);[self] 1\nmain (app.py:1);load (app.py:1);[self] 2\nmain (app.py:1);[await] 3\n",
      ),
    ],
    [
      "Chrome trace events",
      asBytes([
        ...[
          ["main", 0, 6000],
          ["[self]", 0, 1000],
          ["load", 1000, 2000],
          ["[self]", 1000, 2000],
          ["[await]", 3000, 3000],
        ].map(([name, ts, dur]) => ({ ph: "X", pid: 1, tid: 1, name, ts, dur })),
      ]),
    ],
  ])("is its own in %s", (_, bytes) => {
    const profile = importTrace(bytes);
    expect(selfMsBy(profile, ({ name }) => name)).toEqual({ main: 1, load: 2, "[await]": 3 });
  });

  it("stays a frame where nobody called it", () => {
    expect(selfMsBy(importTrace(asBytes("main;a 1\n[self] 2\n")), ({ name }) => name)).toEqual({
      a: 1,
      "[self]": 2,
    });
  });
});
