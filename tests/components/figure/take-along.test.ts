import { describe, expect, it, vi } from "vitest";
import { boundaryPage } from "../../../src/components/boundary/page.ts";
import { featuresPage } from "../../../src/components/features/page.ts";
import * as portolan from "../../../src/components/portolan.ts";
import { DEFAULT_SCENARIO } from "../../../src/model/scenario/scenario.ts";
import { decidedCode } from "../../../src/report/figure-code.ts";
import { crossingRows, curvesOf } from "../../fixtures/crossings.ts";
import { featuresRow } from "../../fixtures/features.ts";
import { book, summary } from "../../gallery/data.ts";
import { useDom } from "../../gallery/dom.ts";

useDom();

const run: portolan.Run = {
  ...summary,
  prices: book,
  recordings: [],
  crossings: curvesOf(crossingRows("node"), crossingRows("browser")),
  features: [featuresRow()],
};
const { id } = run.workloads[0]!;

/** What its frame gives once it is opened. */
async function takenAlong(figure: Element): Promise<Record<"code" | "query", string | undefined>> {
  const details = figure.querySelector<HTMLDetailsElement>(".take-along")!;
  expect(details.querySelector("button")).toBeNull();
  details.open = true;
  details.dispatchEvent(new Event("toggle"));
  await vi.waitUntil(() => details.querySelector("button"), { timeout: 30_000 });
  const texts = [...details.querySelectorAll("pre")].map(({ textContent }) => textContent ?? "");
  return {
    code: texts.find((text) => /^display\(/.test(text)),
    query: texts.find((text) => /SELECT/.test(text)),
  };
}

const drawnBy = (code: string): Element => {
  let drawn: Element | null = null;
  const names = { ...portolan, run, display: (element: Element) => (drawn = element) };
  new Function(...Object.keys(names), code)(...Object.values(names));
  return drawn!;
};

describe("the code of a figure", () => {
  it.each([
    ["gains", () => portolan.gainChart(run)],
    ["buckets", () => portolan.bucketChart(run, id)],
    ["latency", () => portolan.latencyChart(run, id)],
    ["cold-start", () => portolan.coldChart(run, id)],
    ["memory", () => portolan.memoryChart(run, id, 3)],
    ["ladder", () => portolan.ladder(portolan.decide(run, id, { requestsPerMonth: "7M" }))],
    ["bill", () => portolan.billFigure(portolan.decide(run, id, { p99SloMs: 300 }))],
    ["tornado", () => portolan.tornadoFigure(portolan.decide(run, id))],
    ["pareto", () => portolan.paretoFigure(portolan.decide(run, id))],
  ])("draws %s in a page of one's own", async (name, draw) => {
    const figure = draw();
    expect(figure.id).toBe(`figure-${name}`);
    const { code, query } = await takenAlong(figure);
    const again = drawnBy(code!);
    expect(again.querySelector("h3")!.textContent).toBe(figure.querySelector("h3")!.textContent);
    expect(again.querySelector("table")!.textContent).toBe(figure.querySelector("table")!.textContent);
    if (["ladder", "bill", "tornado", "pareto"].includes(name)) expect(query).toBeUndefined();
    else expect(query).toContain(run.runId);
  });

  it("has the conditions in it that are not the defaults", () => {
    expect(decidedCode("ladder", "embed-text", DEFAULT_SCENARIO)).toBe(
      'display(ladder(decide(run, "embed-text")))',
    );
    const strict = { ...DEFAULT_SCENARIO, title: "Strict", memoryLimitMb: 512 };
    expect(decidedCode("ladder", "embed-text", strict)).toBe(
      'display(ladder(decide(run, "embed-text", { memoryLimitMb: "512" })))',
    );
  });
});

it.each([
  ["boundary", () => boundaryPage(run)],
  ["features", () => featuresPage(run)],
])("the figures of a page have names of their own, and each its query: %s", async (_, draw) => {
  const figures = [...draw().querySelectorAll("figure")];
  expect(figures.length).toBeGreaterThan(1);
  expect(new Set(figures.map((figure) => figure.id)).size).toBe(figures.length);
  for (const figure of figures) expect((await takenAlong(figure)).query).toContain(run.runId);
});
