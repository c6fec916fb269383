import { expect, it } from "vitest";
import { DrawingQueue } from "../../../src/components/what-if/drawing-queue.ts";

/** A queue whose turns come when they are called. */
function queued() {
  const turns: (() => void)[] = [];
  const drawn: string[] = [];
  const queue = new DrawingQueue((turn) => turns.push(turn));
  return {
    drawn,
    queue,
    add: (name: string, text = name) => queue.add(name, () => drawn.push(text)),
    turn: () => turns.shift()?.(),
    left: () => turns.length,
  };
}

it("draws one thing a turn, in the order in which they came", () => {
  const { add, turn, drawn, left } = queued();
  add("a");
  add("b");
  expect(drawn).toEqual([]);
  turn();
  expect(drawn).toEqual(["a"]);
  turn();
  turn();
  expect(drawn).toEqual(["a", "b"]);
  expect(left()).toBe(0);
  add("c");
  turn();
  expect(drawn).toEqual(["a", "b", "c"]);
});

it("draws only the newest under a name, and nothing of before once it is cleared", () => {
  const { add, turn, drawn, queue } = queued();
  add("a", "old");
  add("b");
  add("a", "new");
  turn();
  expect(drawn).toEqual(["b"]);
  queue.clear();
  turn();
  add("c");
  turn();
  turn();
  expect(drawn).toEqual(["b", "c"]);
});

it("goes on after a drawing that fails", () => {
  const { queue, add, turn, drawn } = queued();
  queue.add("broken", () => {
    throw new Error("broken");
  });
  add("a");
  expect(turn).toThrow("broken");
  turn();
  expect(drawn).toEqual(["a"]);
});
