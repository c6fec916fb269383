import { describe, expect, it } from "vitest";
import { priorsFor } from "../../src/model/prior.ts";
import { noTime } from "../../src/model/traces/bucket-ms.ts";
import type { TraceAttribution } from "../../src/model/traces/result.ts";
import {
  frameFinding,
  headline,
  largestBucket,
  priorFinding,
  ruleSilence,
  ruleTimesFinding,
  standfirst,
  unmatchedFinding,
} from "../../src/report/profile.ts";

/** Of 2 s, in per cent; the rest is unattributed. */
function attributionOf(
  shares: { interpreter: number; compute: number; io: number },
  waiting = 0,
  unmatched: TraceAttribution["unmatched"] = [],
): TraceAttribution {
  const part = (percent: number) => ({ ms: percent * 20, share: percent / 100 });
  const { interpreter, compute, io } = shares;
  const rest = 100 - interpreter - compute - io;
  return {
    format: "speedscope",
    producer: null,
    wallMs: 2_000,
    buckets: {
      interpreter: part(interpreter),
      compute: part(compute),
      io: part(io),
      unattributed: part(rest),
    },
    waiting: part(waiting),
    coverage: 1 - rest / 100,
    sampled: false,
    samples: null,
    intervalMs: null,
    clock: "",
    bias: null,
    hiddenMs: 0,
    hiddenEngine: null,
    deviceMs: noTime(),
    device: null,
    threads: [],
    requests: null,
    startUp: null,
    warnings: [],
    rules: [],
    unmatched,
  };
}

const unmatched = [{ frame: "mystery", file: null, ms: 500, share: 0.25, suggestion: "- {}" }];

describe("the headline of a profile", () => {
  it("names the dominant bucket and its share", () => {
    expect(headline(attributionOf({ interpreter: 62, compute: 30, io: 5 }), {})).toBe(
      "62 % of the 2.00 s is interpreter glue.",
    );
  });

  it("says so when most of it is waiting, or unknown", () => {
    expect(headline(attributionOf({ interpreter: 10, compute: 10, io: 10 }, 60), {})).toBe(
      "60 % of the 2.00 s is waiting, which no port shortens.",
    );
    expect(headline(attributionOf({ interpreter: 10, compute: 10, io: 10 }), {})).toBe(
      "70 % of the 2.00 s is not attributed, more than any bucket holds.",
    );
  });
});

describe("the headline of a profile of one thread among several", () => {
  const shares = { interpreter: 8, compute: 0, io: 0 };

  it("does not say that no port shortens the waiting in which others may work", () => {
    expect(headline(attributionOf(shares, 92), { unfollowedMs: 1_840 })).toBe(
      "92 % of the 2.00 s is waiting, with other threads or processes at work that this profile does not follow.",
    );
  });

  it("says it of the rest, where that is most of it", () => {
    expect(headline(attributionOf(shares, 92), { unfollowedMs: 200 })).toBe(
      "82 % of the 2.00 s is waiting, which no port shortens.",
    );
  });
});

describe("the headline of a profile without a model engine", () => {
  const shares = { interpreter: 20, compute: 78, io: 2 };

  it("does not call array code the model's", () => {
    expect(headline(attributionOf(shares), { arraysOnly: true })).toBe(
      "78 % of the 2.00 s is compiled array code (numpy and its like): no model engine was seen.",
    );
    expect(headline(attributionOf(shares), { arraysOnly: false })).toBe(
      "78 % of the 2.00 s is model compute.",
    );
    const glue = attributionOf({ interpreter: 78, compute: 20, io: 2 });
    expect(standfirst(glue, { arraysOnly: true })).toContain(
      "Compiled array code (numpy and its like) takes 20 %",
    );
  });
});

describe("the rule", () => {
  it("is silent where waiting or unknown time exceeds every bucket", () => {
    const shares = { interpreter: 1, compute: 0, io: 0 };
    expect(ruleSilence(attributionOf(shares, 98), {})).toBe(
      "98 % of the time is waiting, more than any bucket holds. The rule has nothing to say about it.",
    );
    expect(ruleSilence(attributionOf(shares, 98), { unfollowedMs: 1_960 })).toContain("is waiting");
    expect(ruleSilence(attributionOf(shares), {})).toContain("99 % of the time is not attributed");
  });

  it("speaks of the largest bucket else", () => {
    expect(ruleSilence(attributionOf({ interpreter: 50, compute: 0, io: 0 }, 50), {})).toBeNull();
  });
});

describe("the sentences under it", () => {
  it("give the other buckets and the coverage", () => {
    expect(standfirst(attributionOf({ interpreter: 62, compute: 30, io: 6 }), {})).toBe(
      "Model compute takes 30 %, IO and marshalling takes 6 %. The rules attribute 98 % of the time.",
    );
  });

  it("doubt the order where the rest could turn it, and say what to do", () => {
    expect(standfirst(attributionOf({ interpreter: 40, compute: 25, io: 5 }, 0, unmatched), {})).toContain(
      "could make another bucket the largest: give the unmatched frames",
    );
    expect(standfirst(attributionOf({ interpreter: 40, compute: 25, io: 5 }), {})).toContain(
      "profile more of it first",
    );
  });

  it("do not doubt it for time that is known to be waiting", () => {
    expect(standfirst(attributionOf({ interpreter: 40, compute: 25, io: 5 }, 29), {})).not.toContain(
      "could make",
    );
  });
});

describe("the other findings", () => {
  it("name the function under which the time lies, else the largest frame", () => {
    const frame = { name: "conv", file: null, line: null, destination: "compute", selfMs: 500 } as const;
    expect(frameFinding({ name: "run", file: null, totalMs: 1_400 }, [frame], 2_000)).toBe(
      "“run” and what it calls take 70 % of the time.",
    );
    expect(frameFinding(null, [frame], 2_000)).toBe(
      "The largest frame is “conv”, with 25 % of the time as its own.",
    );
    expect(frameFinding(null, [], 2_000)).toBe("No frame has time of its own.");
  });

  it("state the rule for each kind of port", () => {
    expect(priorFinding("interpreter", priorsFor("interpreter"))).toBe(
      "For interpreter glue, the rule expects that Wasm helps, native code helps and a GPU does nothing.",
    );
  });

  it("count the rules that took time and name what met none", () => {
    const rule = { id: "python-code", bucket: "interpreter", reason: "", ms: 1, share: 0.5 } as const;
    expect(ruleTimesFinding([rule])).toBe("One rule took time; “python-code” most, 50 %.");
    expect(ruleTimesFinding([])).toBe("No rule took any time.");
    expect(unmatchedFinding(unmatched)).toBe("No rule knows “mystery”, which takes 25 % of the time.");
    expect(unmatchedFinding([])).toBe("Every frame met a rule.");
  });

  it("take the largest of the three buckets, even where the rest is larger", () => {
    expect(largestBucket(attributionOf({ interpreter: 10, compute: 25, io: 5 }))).toBe("compute");
  });
});
