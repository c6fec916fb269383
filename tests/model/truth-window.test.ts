import { describe, expect, it } from "vitest";
import { CallTreeBuilder, totalMs } from "../../src/model/traces/call-tree.ts";
import { TraceError } from "../../src/model/traces/format.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import { profileUnder } from "../../src/model/truth-window.ts";

/** Stacks as "main>window>work", with their self time. */
function profile(stacks: Readonly<Record<string, number>>): ImportedProfile {
  const builder = new CallTreeBuilder();
  let wallMs = 0;
  for (const [stack, ms] of Object.entries(stacks)) {
    let node = 0;
    for (const name of stack.split(">")) {
      node = builder.child(node, builder.frame({ name, file: "app.py", line: 1, category: "python" }));
    }
    builder.add(node, ms);
    wallMs += ms;
  }
  return {
    format: "speedscope",
    host: null,
    producer: null,
    wallMs,
    tree: builder.build(),
    order: null,
    clock: "one thread",
    sampled: true,
    samples: 100,
    intervalMs: 1,
    bias: null,
    hiddenMs: 0,
    operators: [],
    boundary: null,
    threads: [],
    requests: null,
    startUp: null,
    device: null,
    warnings: [],
  };
}

function selfTimes({ tree }: ImportedProfile): Record<string, number> {
  const entries = tree.frame.flatMap((frame, node) =>
    frame < 0 || tree.selfMs[node] === 0 ? [] : [[tree.frames[frame]!.name, tree.selfMs[node]!] as const],
  );
  return Object.fromEntries(entries);
}

describe("the part of a profile below a function", () => {
  const whole = profile({
    "main>import": 40,
    "main>window": 1,
    "main>window>work": 20,
    "main>window>work>window>deep": 5,
    "resumed>window>after": 14,
  });

  it("keeps the function's time from wherever it is called, and makes it the wall", () => {
    const cut = profileUnder(whole, "window");
    expect(cut.wallMs).toBe(40);
    expect(selfTimes(cut)).toEqual({ window: 1, work: 20, deep: 5, after: 14 });
    expect(totalMs(cut.tree)[0]).toBe(40);
  });

  it("scales the number of samples to what is left", () => {
    expect(profileUnder(whole, "window").samples).toBe(50);
  });

  it("says so when there is no such function", () => {
    expect(() => profileUnder(whole, "run")).toThrow(TraceError);
    expect(() => profileUnder(whole, "run")).toThrow('no time below a function named "run"');
  });
});
