import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { target as browserJs } from "../../loaders/targets/browser-js.ts";
import { target as js } from "../../loaders/targets/js.ts";
import { target as llama } from "../../loaders/targets/llama-native.ts";
import { target as llamaThreads } from "../../loaders/targets/llama-native-threads.ts";
import { target as native } from "../../loaders/targets/native.ts";
import { target as nativeThreads } from "../../loaders/targets/native-threads.ts";
import { target as nativeTuned } from "../../loaders/targets/native-tuned.ts";
import { target as pyodide } from "../../loaders/targets/pyodide.ts";
import { target as python } from "../../loaders/targets/python.ts";
import { target as numpy } from "../../loaders/targets/python-numpy.ts";
import { target as slice } from "../../loaders/targets/python-slice.ts";
import { target as pythonThreads } from "../../loaders/targets/python-threads.ts";
import { whyLeftOut, whySkipped } from "../../loaders/targets/skips.ts";
import type { Target } from "../../loaders/targets/target.ts";
import { target as wasm } from "../../loaders/targets/wasm.ts";
import { detectSpeech } from "../../loaders/workloads/detect-speech/workload.ts";
import { register } from "../../loaders/workloads/own/registry.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const WITHOUT_NUMPY = "it runs without numpy, which the workload’s Python glue needs";

describe("a workload whose glue goes step by step", () => {
  it("is skipped where its Python glue has not what it needs", () => {
    for (const target of [python, pyodide]) expect(whySkipped(target, "detect-speech")).toBe(WITHOUT_NUMPY);
    for (const target of [numpy, slice, js, wasm, native, browserJs])
      expect(whySkipped(target, "detect-speech")).toBeNull();
  });

  it("is skipped where it brings no glue in the target's language", () => {
    const folder = join(temporaryFolder(), "mine");
    mkdirSync(folder);
    writeFileSync(join(folder, "glue.py"), "import json\n");
    register({ workload: { ...detectSpeech, id: "mine" }, folder });
    const lacks = (language: string) => `not provided: the workload has no glue in ${language}`;
    expect([js, browserJs].map((target) => whySkipped(target, "mine"))).toEqual(
      Array(2).fill(lacks("TypeScript (glue.ts)")),
    );
    expect([native, wasm, slice].map((target) => whySkipped(target, "mine"))).toEqual(
      Array(3).fill(lacks("C (glue.c)")),
    );
    expect([numpy, pyodide].map((target) => whySkipped(target, "mine"))).toEqual([null, null]);
  });
});

describe("a workload that gets pictures", () => {
  const { decoder: _, ...without } = js;
  const decodedBy = (name: string): Target => ({ ...without, decoder: { package: name } });

  it("is skipped in Node where nothing decodes them, or what would is not installed", () => {
    expect(whySkipped(without, "read-text")).toBe("it has nothing that decodes pictures");
    expect(whySkipped(decodedBy("no-such-decoder"), "read-text")).toBe(
      "it decodes pictures with the optional package no-such-decoder, which is not installed: npm install --no-save no-such-decoder",
    );
    expect(whySkipped(decodedBy("fast-png"), "read-text")).toBeNull();
  });

  it("is not skipped in a browser or CPython, which decode by themselves", () => {
    expect([browserJs, numpy, slice].map((target) => whySkipped(target, "read-text"))).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("is alone in that", () => {
    expect(whySkipped(without, "detect-speech")).toBeNull();
  });
});

describe("a first look", () => {
  const quick = { effort: "quick", targets: [] } as const;

  it("leaves threads and searches of ports out, and of a long workload settings too, and says how to have them", () => {
    const reason = /^left out of a first look.*--effort default/;
    for (const target of [nativeThreads, nativeTuned])
      expect(whyLeftOut(target, "score-telemetry", quick)).toMatch(reason);
    expect(whyLeftOut(pythonThreads, "detect-speech", quick)).toMatch(reason);
  });

  it("leaves threads of a language model's engine to one conversation on more and more of them", () => {
    const reason = /^left out of a first look.*more and more threads; --effort default/;
    expect(whyLeftOut(llamaThreads, "chat", quick)).toMatch(reason);
    expect(whyLeftOut(llama, "chat", quick)).toBeNull();
    expect(whyLeftOut(llamaThreads, "chat", { ...quick, targets: [llamaThreads.id] })).toBeNull();
    expect(whyLeftOut(llamaThreads, "chat", { ...quick, effort: "default" })).toBeNull();
  });

  it("leaves nothing else out", () => {
    expect(whyLeftOut(native, "detect-speech", quick)).toBeNull();
    expect(whyLeftOut(pythonThreads, "score-telemetry", quick)).toBeNull();
    expect(whyLeftOut(nativeThreads, "detect-speech", { ...quick, targets: [nativeThreads.id] })).toBeNull();
    expect(whyLeftOut(nativeThreads, "detect-speech", { ...quick, effort: "default" })).toBeNull();
  });

  it("says first why it is skipped anyway", () => {
    expect(whyLeftOut(python, "detect-speech", quick)).toBe(WITHOUT_NUMPY);
  });
});
