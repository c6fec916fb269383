import { CallTreeBuilder, type Frame } from "../../../src/model/traces/call-tree.ts";
import type { ImportedProfile } from "../../../src/model/traces/profile.ts";

/** "name", "name@file" or "name@file#category", as short as a test wants its frames. */
export function frame(text: string): Frame {
  const [, name, file, category] = /^([^@#]*)(?:@([^#]*))?(?:#(.*))?$/s.exec(text)!;
  return { name: name!, file: file ?? null, line: null, category: category ?? null };
}

/** A profile of stacks, root first, with the milliseconds of their last frame. */
export function profileOf(
  stacks: readonly (readonly [stack: readonly (string | Frame)[], ms: number])[],
  more: Partial<ImportedProfile> = {},
): ImportedProfile {
  const tree = new CallTreeBuilder();
  for (const [stack, ms] of stacks) {
    let node = 0;
    for (const one of stack) {
      node = tree.child(node, tree.frame(typeof one === "string" ? frame(one) : one));
    }
    tree.add(node, ms);
  }
  return {
    format: "speedscope",
    host: null,
    producer: null,
    wallMs: stacks.reduce((sum, [, ms]) => sum + ms, 0),
    tree: tree.build(),
    order: null,
    clock: "One thread.",
    sampled: false,
    samples: null,
    intervalMs: null,
    bias: null,
    hiddenMs: 0,
    operators: [],
    boundary: null,
    threads: [],
    requests: null,
    startUp: null,
    device: null,
    warnings: [],
    ...more,
  };
}
