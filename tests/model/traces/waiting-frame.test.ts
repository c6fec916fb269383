import { expect, it } from "vitest";
import { isWaiting } from "../../../src/model/traces/waiting-frame.ts";

const stack = (...frames: readonly (readonly [name: string, file: string | null])[]) =>
  frames.map(([name, file]) => ({ name, file, line: null, category: null }));

it.each([
  ["a sleeping system call", stack(["main", "app.py"], ["clock_nanosleep", "libc.so.6"])],
  [
    "a stripped frame inside one",
    stack(["pthread_cond_timedwait", "libc.so.6"], ["0x7ff727ea3f16", "libc.so.6"]),
  ],
  ["Python's own waiting", stack(["Condition.wait", "/usr/lib/python3.11/threading.py"])],
  [
    "reading what another process has yet to write",
    stack(["os_read", "libpython3.11.so.1.0"], ["read", "libc.so.6"]),
  ],
  ["a function's own time, as pyinstrument writes it", stack(["select", "selectors.py"], ["[self]", null])],
  ["receiving", stack(["main", "app.py"], ["__GI___libc_recv", "libc.so.6"])],
  [
    "a pool's reader, without native frames",
    stack(["Connection._recv", "/usr/lib/python3.11/multiprocessing/connection.py"]),
  ],
  [
    "a pool's sender, which waits for tasks",
    stack(["Pool._handle_tasks", "C:\\Python311\\Lib\\multiprocessing\\pool.py"]),
  ],
  ["a thread of an executor", stack(["_worker", "/usr/lib/python3.11/concurrent/futures/thread.py"])],
  ["Python's selector", stack(["EpollSelector.select", "/usr/lib/python3.11/selectors.py"])],
])("%s waits", (_, frames) => {
  expect(isWaiting(frames)).toBe(true);
});

it.each([
  ["a function named wait elsewhere", stack(["wait", "app.py"])],
  ["work called from a waiting function", stack(["Condition.wait", "threading.py"], ["callback", "app.py"])],
  [
    "a stripped frame of a working function",
    stack(["sgemm", "libblas.so.3"], ["0x7ff727ea3f16", "libblas.so.3"]),
  ],
  ["a function named read", stack(["read", "/srv/app/loader.py"])],
  ["a queue of the program's own", stack(["Queue.get", "/srv/app/queue.py"])],
  ["nothing", []],
])("%s does not", (_, frames) => {
  expect(isWaiting(frames)).toBe(false);
});
