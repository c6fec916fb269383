import { describe, expect, it } from "vitest";
import { figureCsv, figureMetadata, iframeSnippet, subtitleText } from "../../src/report/figure-files.ts";
import { runSource } from "../../src/report/source.ts";
import { summary } from "../gallery/data.ts";

const table = {
  caption: "Times",
  columns: [
    { label: "Target", unit: null, values: ["a, b", "=c"], about: null },
    { label: "Median", unit: "ms", values: ["1.50", null], about: "of all processes" },
  ],
};

describe("a figure’s files", () => {
  it("say in the metadata what is shown, in which unit, and where it is from", () => {
    const source = runSource(summary);
    const text = figureMetadata({
      title: "It is fast.",
      subtitle: "Median time",
      unit: "milliseconds",
      description: "a: 1.5 ms.",
      note: null,
      address: "https://reports.example/index.html#figure-times",
      source,
      tables: [table],
      code: "display(times(run))",
      query: "SELECT 1",
      takenAt: "2026-01-02T03:04:05.000Z",
    });
    expect(JSON.parse(text)).toMatchObject({
      chart: {
        title: "It is fast.",
        unit: "milliseconds",
        address: expect.stringContaining("#figure-times"),
      },
      source: { runId: summary.runId, machine: source.machine, measuredAt: summary.startedAt },
      tables: [
        {
          rows: 2,
          columns: [
            { name: "Target", unit: null, description: null },
            { name: "Median (ms)", unit: "ms", description: "of all processes" },
          ],
        },
      ],
      code: "display(times(run))",
      query: "SELECT 1",
    });
    expect(source.text).toContain(summary.runId);
    expect(source.text).toContain(summary.environment.cpuModel);
  });

  it("hold in the CSV what the table holds, and nothing that a spreadsheet would compute", () => {
    expect(figureCsv(table)).toBe('Target,Median (ms)\n"a, b",1.50\n\'=c,\n');
  });

  it("name the unit under the title, where there is one", () => {
    expect(subtitleText({ subtitle: "Time by target", unit: "ms" })).toBe("Time by target, in ms");
    expect(subtitleText({ subtitle: "What was read", unit: null })).toBe("What was read");
  });

  it("show the figure elsewhere, whatever its title says", () => {
    expect(iframeSnippet("https://a/b.html?x=1&y=2#figure=times", 'A "<b>" title', 400)).toBe(
      '<iframe src="https://a/b.html?x=1&amp;y=2#figure=times" title="A &quot;&lt;b>&quot; title" width="100%" height="400" loading="lazy" style="border: 0"></iframe>',
    );
  });
});
