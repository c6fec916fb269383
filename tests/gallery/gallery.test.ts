import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { projectRoot } from "../../loaders/paths.ts";
import { useDom } from "./dom.ts";
import { evidence } from "./evidence.ts";
import { live } from "./live.ts";
import { llm } from "./llm.ts";
import { pages } from "./pages.ts";
import { parts } from "./parts.ts";
import { profiles } from "./profile.ts";
import { readable } from "./readable.ts";
import { sideBySide } from "./runs.ts";
import { standalone } from "./standalone.ts";
import { whatIf } from "./what-if.ts";

useDom();
beforeAll(() => {
  vi.useFakeTimers();
});
afterAll(() => {
  vi.useRealTimers();
});

const GALLERY = {
  ...parts,
  ...evidence,
  ...pages,
  ...profiles,
  ...whatIf,
  ...live,
  ...llm,
  ...standalone,
  ...sideBySide,
};

/** Components that draw and are not shown here, with the reason. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "code-text": "in what-if/lists",
  "data-failure": "is seen where a file is missing: tests/site/published",
  portolan: "is put together from what is here: tests/components/portolan",
  "explain-terms": "needs a pointer and a focus: tests/site",
  "file-drop": "while files are dragged: tests/site",
  responsive: "around every chart",
  show: "draws nothing of its own",
  "figure/picture": "needs the styles of a browser: tests/site",
  "profile/difference-figure": "in profile/comparison",
  "own/chart": "is around a chart of somebody’s own: tests/components/portolan",
  "profile/profile-report": "in profile/page",
  "runs/effect-figure": "in runs/comparison",
  "runs/select-form": "in runs/pair-form",
  "standalone/how-to-measure": "in standalone/runtimes, where nothing was measured",
  "overview/today-figure": "in overview/subject-rows",
  "data/sql-console": "asks DuckDB: tests/site",
  "inputs/about-field": "in what-if/scenario-form",
  "inputs/platform-input": "in what-if/scenario-form",
  "inputs/range-input": "in what-if/scenario-form",
  "inputs/text-area": "in what-if/scenario-form",
  "live/bench": "is put together from what is here, and workers: tests/site",
  "live/own-model": "needs a file and an engine: tests/site",
  "live/page": "is put together from what is here, and a browser: tests/site",
  download: "needs a browser: tests/site",
  "what-if/page": "is put together from what is here, and a worker: tests/site",
};

const folder = join(projectRoot, "src/components");
const all = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
  .map((name) => name.replace(/\.ts$/, ""));
/** Files that make elements; the others compute what these draw. */
const drawing = all.filter((name) =>
  /from "htl"|from "@observablehq\/plot"|document\.create/.test(
    readFileSync(join(folder, `${name}.ts`), "utf8"),
  ),
);

describe("the gallery", () => {
  it.each(Object.entries(GALLERY))("%s is drawn as it was reviewed", async (name, drawings) => {
    const titled = typeof drawings === "function" ? { "": drawings } : drawings;
    const drawn = Object.entries(titled).map(([title, draw]) => [title, draw()] as const);
    // Charts are drawn once they have a place, verdicts once the hand rests.
    await vi.advanceTimersByTimeAsync(2_000);
    const texts = drawn.map(([title, node]) => `${title && `<!-- ${title} -->\n`}${readable(node)}`);
    await expect(texts.join("\n")).toMatchFileSnapshot(`__snapshots__/${name}.html`);
  });

  it("shows every component that draws, and no other", () => {
    const shown = [...Object.keys(GALLERY), ...Object.keys(ELSEWHERE)];
    expect(drawing.filter((name) => !shown.includes(name))).toEqual([]);
    expect(shown.filter((name) => !all.includes(name))).toEqual([]);
  });
});
