import { describe, expect, it } from "vitest";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { collapsed } from "../../../../src/model/traces/formats/collapsed.ts";
import { headOf } from "../../../../src/model/traces/head.ts";
import { asBytes, readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

const parse = (...lines: readonly string[]) => collapsed.parse(asBytes(`${lines.join("\n")}\n`));
const byName = (profile: Parameters<typeof selfMsBy>[0]) => selfMsBy(profile, ({ name }) => name);

describe("collapsed stacks", () => {
  it("count samples, show each as 1 ms, and warn that there is no unit", () => {
    const profile = parse("main;load;read 3", "main;load 2", "main;load;read 1");
    expect(byName(profile)).toEqual({ read: 4, load: 2 });
    expect(profile).toMatchObject({ wallMs: 6, samples: 6, intervalMs: null });
    expect(profile.warnings).toEqual([
      "The file has no unit of time: every sample is shown as 1 ms, and only shares mean something.",
    ]);
    expect(profile.clock).toMatch(/does not tell threads apart/);
  });

  it("whose counts look like bytes are read with a warning", () => {
    const stacks = (step: number) => Array.from({ length: 6 }, (_, i) => `main;f${i} ${64 + i * step}`);
    expect(parse(...stacks(16)).warnings[1]).toMatch(/divisible by 8, as bytes are/);
    expect(parse(...stacks(3)).warnings).toHaveLength(1);
  });

  it("may weigh fractions, which are no samples", () => {
    expect(parse("a;b 1.5", "a 0.25")).toMatchObject({ wallMs: 1.75, samples: null });
  });

  it("know perf's annotations", () => {
    const { tree } = parse("node;main_[j];do_syscall_64_[k];inlined_[i] 1");
    expect(tree.frames).toEqual([
      { name: "node", file: null, line: null, category: null },
      { name: "main", file: null, line: null, category: null },
      { name: "do_syscall_64", file: "[kernel]", line: null, category: "native" },
      { name: "inlined", file: null, line: null, category: "native" },
    ]);
  });

  it("know py-spy's places, and leave C++ signatures alone", () => {
    const { tree } = parse(
      "<module> (app.py:3);read (libc.so.6);_load (<frozen importlib._bootstrap>:690);onnxruntime::Run(int, float) (.cold);ns::(anonymous namespace)::f(void) 1",
    );
    expect(tree.frames.map(({ name, file, line, category }) => [name, file, line, category])).toEqual([
      ["<module>", "app.py", 3, "python"],
      ["read", "libc.so.6", null, "native"],
      ["_load", "<frozen importlib._bootstrap>", 690, "python"],
      ["onnxruntime::Run(int, float)", ".cold", null, null],
      ["ns::(anonymous namespace)::f(void)", null, null, null],
    ]);
  });

  it("drop what is no stack and count it", () => {
    const profile = parse("a;b 1", "no count", "c;d -4", "e;f 1e999", "# a comment");
    expect(byName(profile)).toEqual({ b: 1 });
    expect(profile.warnings[1]).toBe(
      '3 lines are not "frame;frame;… count" and were dropped (the first: "no count").',
    );
  });

  it("with py-spy's thread frames take the busiest thread and hide the others", () => {
    const profile = parse(
      "thread (7): MainThread;serve (app.py:1);epoll_wait (libc.so.6) 90",
      "thread (7): MainThread;serve (app.py:1) 10",
      "thread (8): worker;run (app.py:9) 40",
    );
    expect(profile).toMatchObject({ wallMs: 40, hiddenMs: 10, samples: 40 });
    expect(profile.clock).toMatch(/thread is worker \(thread 8\), the busiest of 2.*worked for 10 ms/);
  });

  it("tell py-spy's threads apart by number, named on some lines, on all or on none", () => {
    const profile = parse(
      "thread (11);a (x.py:1) 30",
      "thread (11): MainThread;a (x.py:1) 40",
      "thread (12);b (x.py:2) 60",
      "thread (0x7F13): Thread-2 (spin);c (x.py:3) 20",
    );
    expect(profile).toMatchObject({ wallMs: 70, hiddenMs: 80 });
    expect(profile.clock).toMatch(/thread is MainThread \(thread 11\), the busiest of 3/);
    expect(parse("thread (12);b (x.py:2) 6", "thread (13);c (x.py:3) 5").clock).toContain(
      "The request's thread is thread 12, the busiest of 2",
    );
    expect(parse("thread (12);b (x.py:2) 6").clock).toMatch(/^One thread: thread 12;/);
    expect(parse("thread (12);b (x.py:2) 6").tree.frames[0]).toMatchObject({ name: "thread 12", file: null });
  });

  it("without native frames are biased, where they are Python's", () => {
    expect(parse("a (x.py:1);b (x.py:2) 1").bias).toMatch(/biased towards interpreter/);
    expect(parse("a (x.py:1);b (libc.so.6) 1").bias).toBeNull();
    expect(parse("a;b 1").bias).toBeNull();
  });

  it("read py-spy's raw file", () => {
    const profile = collapsed.parse(readSample("collapsed.py-spy-native-threads.txt"));
    const ms = selfMsBy(profile, ({ category }) => String(category));
    expect(ms).toEqual({ native: 25, python: 31 });
    expect(profile.warnings).toHaveLength(1);
  });

  it("without a sample are refused", () => {
    expect(() => parse("a;b 0", "c;d nothing")).toThrow(TraceError);
    expect(() => parse("a;b 0")).toThrow(/holds no sample.*1 lines.*first: "a;b 0"/);
  });
});

describe("detection", () => {
  const detects = (text: string) => collapsed.detect(headOf(asBytes(text)));

  it.each(["a;b 1\n", "a 1\nb;c 2", "# comment\na;b;c 1.5\n", `${"main;f 1\n".repeat(9000)}`])(
    "accepts %j",
    (text) => {
      expect(detects(text)).toBe(true);
    },
  );

  it.each([
    "a 1\nb 2\n",
    "name;age\nAda;36\n",
    '{"a;b 1": 2}',
    "int a; int b; 3",
    "a;b 1\nThis is prose.\nAnd more of it.\n",
    "a;b\0 1\n",
    "",
  ])("leaves %j alone", (text) => {
    expect(detects(text)).toBe(false);
  });
});

it("may begin with Python's <module>, and is not taken for a page", () => {
  expect(collapsed.detect(headOf(asBytes("<module> (app.py:1);main (app.py:9) 5\n")))).toBe(true);
  expect(collapsed.detect(headOf(asBytes("<html>;x 5\n<body>;y 5\n")))).toBe(false);
});
