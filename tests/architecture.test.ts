import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../loaders/paths.ts";
import { targets } from "../loaders/targets/index.ts";
import { workloads } from "../loaders/workloads/index.ts";
import { traceFormats } from "../src/model/traces/formats/index.ts";

const read = (path: string) => readFileSync(join(projectRoot, path), "utf8");

/** Path and text, without comments, of every TypeScript file; caches have names with a dot. */
const sources = new Map(
  ["src", "loaders"]
    .flatMap((root) =>
      readdirSync(join(projectRoot, root), { recursive: true, encoding: "utf8" }).map((path) =>
        join(root, path),
      ),
    )
    .filter((path) => path.endsWith(".ts") && !/(?:^|\/)(?:\.|node_modules)/.test(path))
    .map((path) => [path, read(path).replace(/^ *(?:\/\/|\/?\*).*$/gm, "")]),
);

/** Of the project's own files, types included. */
const imports = new Map(
  [...sources].map(([path, text]) => [
    path,
    [...text.matchAll(/(?:from|import)\s+"(\.[^"]+)"/g)]
      .map(([, to]) => normalize(join(dirname(path), to!)).replace(/\.js$/, ".ts"))
      .filter((to) => sources.has(to)),
  ]),
);

/** Files that lead back to themselves, each list once. */
function circles(): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): void => {
    const at = above.indexOf(path);
    if (at >= 0) found.push([...above.slice(at), path]);
    if (at >= 0 || done.has(path)) return;
    for (const next of imports.get(path)!) visit(next, [...above, path]);
    done.add(path);
  };
  for (const path of sources.keys()) visit(path, []);
  return found;
}

const LAYERS = ["src/model/", "src/report/", "src/components/", "src/data/"];
const layerOf = (path: string) => LAYERS.findIndex((layer) => path.startsWith(layer));

describe("imports", () => {
  it("never lead in a circle, type-only ones included", () => {
    expect(circles()).toEqual([]);
  });

  it("point one way: components → report → model, loaders → report and model", () => {
    const wrong = [...imports].flatMap(([path, all]) =>
      all
        .filter((to) => {
          if (path.startsWith("src/data/")) return false;
          if (path.startsWith("loaders/")) return to.startsWith("src/components/");
          return !to.startsWith("src/") || layerOf(to) > layerOf(path);
        })
        .map((to) => `${path} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it("of a command are the command line's alone", () => {
    const wrong = [...imports].filter(
      ([path, all]) =>
        !/^loaders\/(?:commands\/|cli\.ts)/.test(path) &&
        all.some((to) => to.startsWith("loaders/commands/")),
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it("of the model are the model's own and small libraries: no Node, no DOM library", () => {
    const wrong = [...sources].filter(
      ([path, text]) =>
        /^src\/(?:model|report)\//.test(path) && /from "(?:node:|@observablehq|htl)/.test(text),
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });
});

describe("what touches the system", () => {
  const holding = (pattern: RegExp) =>
    [...sources].filter(([, text]) => pattern.test(text)).map(([path]) => path);

  it("starts programs in one place, which ends them with all that they start", () => {
    expect(holding(/"node:child_process"/)).toEqual([
      "loaders/child.ts",
      "loaders/platform/process-group.ts",
    ]);
  });

  it("catches signals in one place: whoever else did would hold them through anything synchronous", () => {
    expect(holding(/process\.(?:on|once)\((?!"(?:exit|message|disconnect)")/)).toEqual([
      "loaders/interruption.ts",
    ]);
  });

  it("writes to the terminal in one place, which it obeys nothing of", () => {
    expect(holding(/process\.(?:stdout|stderr)\.write|console\./)).toEqual([
      // One process's word to another.
      "loaders/bench/trace-attribution-process.ts",
      "loaders/site/draw-pages.ts",
      "loaders/terminal/print.ts",
      // A page's console, of which an engine's profile is taken.
      "loaders/worker/browser.ts",
    ]);
  });

  it("knows what differs between systems in one folder", () => {
    const elsewhere = holding(/process\.platform|["`]\/(?:proc|sys)\//).filter(
      (path) => !path.startsWith("loaders/platform/"),
    );
    expect(elsewhere).toEqual([]);
  });
});

describe("what is listed once", () => {
  /** Files that hold a name in quotes, but for those that are allowed to. */
  const knownBy = (id: string, within: string, but: RegExp) =>
    [...sources].flatMap(([path, text]) =>
      path.startsWith(within) && !but.test(path) && text.includes(`"${id}"`) ? [path] : [],
    );

  it.each(traceFormats.map(({ id }) => id))("the format %s is known by its file alone", (id) => {
    expect(knownBy(id, "src/", /\/traces\/formats\//)).toEqual([]);
    expect(
      [...imports]
        .filter(([, all]) => all.some((to) => to.endsWith(`formats/${id}.ts`)))
        .map(([path]) => path),
    ).toEqual(["src/model/traces/formats/index.ts"]);
  });

  // Ids of one word are words of their own: wasm is a port, python a language.
  it.each(targets.map(({ id }) => id).filter((id) => id.includes("-")))(
    "the target %s is known by its file alone",
    (id) => {
      expect(knownBy(id, "", new RegExp(`^loaders/(?:targets/${id}\\.ts|bench/)`))).toEqual([]);
    },
  );

  it.each(workloads.map(({ id }) => id))("the workload %s is known by its folder alone", (id) => {
    // Presets are about one, the scenario begins with one, and samples and bounds are made with one.
    const examples = /shipped-presets|scenario\/fields\/subject|^loaders\/(?:bench|samples)\//;
    expect(knownBy(id, "", new RegExp(`^loaders/workloads/${id}/|${examples.source}`))).toEqual([]);
  });
});

describe("CONTRIBUTING.md", () => {
  const text = read("CONTRIBUTING.md");
  const paths = [...text.matchAll(/`((?:src|loaders|tests|docs)\/[^`\s*]*)`/g)].map(([, path]) => path!);

  it.each([...new Set(paths)])("names %s, which exists", (path) => {
    if (!path.includes("<id>")) expect(existsSync(join(projectRoot, path))).toBe(true);
    else {
      const ids = [...workloads, ...targets, ...traceFormats].map(({ id }) => path.replace("<id>", id));
      expect(ids.some((one) => existsSync(join(projectRoot, one)))).toBe(true);
    }
  });

  it("keeps a newcomer's steps few", () => {
    const sections = text.split(/^## Add /m).slice(1);
    expect(sections.length).toBeGreaterThan(4);
    for (const section of sections) expect([...section.matchAll(/^\d\. /gm)].length).toBeLessThanOrEqual(3);
  });
});
