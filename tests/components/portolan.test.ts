import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as Plot from "@observablehq/plot";
import { html } from "htl";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { preamble } from "../../loaders/pages/names.ts";
import { projectRoot } from "../../loaders/paths.ts";
import * as portolan from "../../src/components/portolan.ts";
import { crossingRows, curvesOf } from "../fixtures/crossings.ts";
import { featuresRow } from "../fixtures/features.ts";
import { book, summary } from "../gallery/data.ts";
import { useDom } from "../gallery/dom.ts";

useDom();

const run: portolan.Run = { ...summary, prices: book, recordings: [] };
const docs = readFileSync(join(projectRoot, "docs/pages.md"), "utf8");
const cells = [...docs.matchAll(/^```js\n([\s\S]*?)^```/gm)].map(([, code]) => code!);
const inProse = [
  ...docs.replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/(?<!`)\$\{([^}]*\([^}]*|run\.[^}]*)\}/g),
].map(([, code]) => code!);

/** All cells of the page as one function: a cell may use what another one names. */
function drawn(): { readonly shown: Element[]; readonly said: string[] } {
  const shown: Element[] = [];
  const names = {
    ...portolan,
    ...{ Plot, html, run },
    tails: [{ target: "js", tail: 2 }],
    display: (element: Element) => shown.push(element),
  };
  const body = `${cells.join("\n")}\nreturn [${inProse.join(", ")}];`;
  const said = new Function(...Object.keys(names), body)(...Object.values(names)) as unknown[];
  return { shown, said: said.map(String) };
}

describe("docs/pages.md", () => {
  let page: ReturnType<typeof drawn>;
  beforeAll(() => {
    page = drawn();
  });

  it("has examples that all draw", async () => {
    await vi.waitFor(() => {
      const empty = page.shown.filter(
        (one) => one instanceof Element && one.textContent === "" && one.querySelector("svg") === null,
      );
      expect(empty.map((one) => one.outerHTML)).toEqual([]);
    });
    expect(page.shown.length).toBeGreaterThan(20);
  });

  it("computes what stands in its sentences", () => {
    expect(page.said.length).toBeGreaterThan(1);
    expect(page.said.filter((text) => !/\w/.test(text) || /undefined|NaN|\[object/.test(text))).toEqual([]);
  });

  it("shows an example of every name that a page knows, and a page knows them all", () => {
    const names = Object.keys(portolan);
    const [line] = preamble(new Set(names), "../")
      .match(/import \{ (.*) \} from ".*portolan\.js"/)!
      .slice(1);
    expect(line!.split(", ").sort()).toEqual([...names].sort());
    const code = [...cells, ...inProse].join("\n");
    const table = [...docs.matchAll(/^\| `(\w+)/gm)].map(([, name]) => name!);
    expect(
      Object.keys(portolan).filter(
        (name) => !new RegExp(`\\b${name}\\(`).test(code) && !table.includes(name),
      ),
    ).toEqual([]);
  });
});

it("draws of a machine what was measured of it, and gives the code that draws it", async () => {
  const whole = { ...run, crossings: curvesOf(crossingRows("node")), features: [featuresRow()] };
  for (const [one, code] of [
    [portolan.crossingChart(whole, "memory", "node"), 'crossingChart(run, "memory", "node")'],
    [portolan.batchChart(whole, "node"), 'batchChart(run, "node")'],
    [portolan.kernelChart(whole, "matmul", "node"), 'kernelChart(run, "matmul", "node")'],
    [portolan.calibrationChart(whole), "calibrationChart(run)"],
  ] as const) {
    const files = Object.assign(one.querySelector(".take-along")!, { open: true });
    files.dispatchEvent(new Event("toggle"));
    await vi.waitFor(() => expect(files.textContent).toContain(`display(${code})`), 5_000);
  }
});

describe("what a page asks for and is not there", () => {
  it.each([
    [() => portolan.workload(run, "embed-txt"), /“embed-txt”; there are .*embed-text/],
    [
      () => portolan.measured(run, "embed-text", "rust"),
      /measured target of embed-text “rust”; there are .*js/,
    ],
    [() => portolan.bucketBar(run, "nothing"), /“nothing”/],
    [
      () => portolan.crossingChart(run, "gpu", "node"),
      /crossing \(npx .*--boundary\) “gpu, node”; there are none/,
    ],
    [() => portolan.batchChart(run, "browser"), /“browser”/],
    [() => portolan.kernelChart(run, "hash", "node"), /kernel hash .*“node”/],
    [
      () => portolan.decide(run, "embed-text", { requestPerMonth: 3 } as object),
      /did you mean requestsPerMonth/,
    ],
    [() => portolan.decide(run, "embed-text", { p99SloMs: "fast" }), /p99SloMs: “fast”/],
    [() => portolan.decide(run, "embed-text", { preset: "moon" }), /no preset “moon”; known are/],
  ])("is named: %s", (ask, message) => {
    expect(ask).toThrow(message);
  });

  it("takes conditions as a form gives them, and as one writes them", () => {
    const written = portolan.decide(run, "embed-text", { requestsPerMonth: "2M..3M..6M", p99SloMs: null });
    const given = portolan.decide(run, "embed-text", written.decision.scenario);
    expect(given.decision.scenario).toEqual(written.decision.scenario);
    expect(html`${portolan.sentences(given)}`.textContent).toBe(
      html`${portolan.sentences(written)}`.textContent,
    );
  });
});
