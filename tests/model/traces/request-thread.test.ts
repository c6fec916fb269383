import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  askedThread,
  busierThread,
  listThreads,
  requestThread,
  whyRequest,
} from "../../../src/model/traces/request-thread.ts";

const thread = (name: string, busyMs: number) => ({ name, busyMs });

describe("the request's thread", () => {
  it("is the main one where the others only help: a pool's reader, telemetry", () => {
    const threads = [
      thread('Thread 7 "Thread-3 (_handle_results)"', 30),
      thread('Thread 5 "MainThread"', 25),
      thread('Thread 6 "Thread-1 (_handle_workers)"', 0),
    ];
    expect(requestThread(threads)).toBe(threads[1]);
    expect(whyRequest(threads, threads[1]!)).toBe("the main one of 3, none of which worked clearly more");
  });

  it("is the main one where none works", () => {
    const threads = [thread('Thread 6 "worker"', 0), thread('Thread 5 "MainThread"', 0)];
    expect(requestThread(threads)).toBe(threads[1]);
  });

  it("is the busiest where the main one only waits for it", () => {
    const threads = [thread('Thread 5 "MainThread"', 40), thread('Thread 6 "worker"', 700)];
    expect(requestThread(threads)).toBe(threads[1]);
    expect(whyRequest(threads, threads[1]!)).toBe("the busiest of 2");
  });

  it("has the main one first where py-spy could not read names yet", () => {
    const threads = [thread('Thread 5 ""', 25), thread('Thread 6 "Thread-1"', 30)];
    expect(requestThread(threads)).toBe(threads[0]);
  });

  it("is known in collapsed stacks as well", () => {
    const threads = [thread("worker (thread 8)", 11), thread("MainThread (thread 7)", 10)];
    expect(requestThread(threads)).toBe(threads[1]);
  });

  it("is the busiest where none is known as main, and none of none", () => {
    const threads = [thread("server", 100), thread("worker", 101)];
    expect(requestThread(threads)).toBe(threads[1]);
    expect(requestThread([])).toBeUndefined();
  });

  it("never works less than two thirds of the busiest", () => {
    const threads = fc.array(
      fc.record({
        name: fc.constantFrom('Thread 1 "MainThread"', 'Thread 2 ""', "worker"),
        busyMs: fc.nat({ max: 1000 }),
      }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(threads, (all) => {
        const most = Math.max(...all.map(({ busyMs }) => busyMs));
        expect(requestThread(all)!.busyMs * 1.5).toBeGreaterThanOrEqual(most);
      }),
    );
  });
});

it("is told from one that worked clearly more, which is named", () => {
  const threads = [thread("main", 10), thread("worker", 16), thread("helper", 12)];
  expect(busierThread(threads, threads[0]!)).toEqual([
    expect.stringMatching(/^worker worked for 16 ms, more than the 10 ms/),
  ]);
  expect(busierThread(threads, threads[2]!)).toEqual([]);
  expect(busierThread(threads, threads[1]!)).toEqual([]);
});

describe("the thread that is asked for", () => {
  const threads = [thread("MainThread", 5), thread("worker 1", 40), thread("worker 2", 30)];

  it("is known by its whole name before a part of it, in any case", () => {
    expect(askedThread(threads, "worker 2")).toBe(threads[2]);
    expect(askedThread(threads, "main")).toBe(threads[0]);
    expect(askedThread(threads, undefined)).toBeUndefined();
    expect(whyRequest(threads, threads[0]!, "main")).toBe("as asked for, of 3");
  });

  it("is the busiest of the same name", () => {
    const same = [thread("pool", 5), thread("pool", 6)];
    expect(askedThread(same, "pool")).toBe(same[1]);
  });

  it("must be one: others are named, those that worked most first", () => {
    expect(() => askedThread(threads, "worker")).toThrow(
      '2 threads are called "worker". Ask for one of these by its whole name: worker 1 (40 ms); worker 2 (30 ms).',
    );
    expect(() => askedThread(threads, "gpu")).toThrow(
      'No thread is called "gpu". Ask for one of these by its whole name: worker 1 (40 ms); worker 2 (30 ms); MainThread (5 ms).',
    );
    expect(() => askedThread([], "gpu")).toThrow("tells no threads apart");
  });

  it("is marked in the list, which begins with the most work", () => {
    expect(listThreads(threads, threads[0]).map(({ name, isRequest }) => [name, isRequest])).toEqual([
      ["worker 1", false],
      ["worker 2", false],
      ["MainThread", true],
    ]);
  });
});
