import { html } from "htl";
import { expect, it } from "vitest";
import { dataTable } from "../../../src/components/data-table.ts";
import { figureTables } from "../../../src/components/figure/table-text.ts";
import { figureCsv } from "../../../src/report/figure-files.ts";
import { useDom } from "../../gallery/dom.ts";

useDom();

it("a figure’s CSV holds every cell of its table, and remarks behind semicolons", () => {
  const rows = [
    { name: "a", ms: 1.5, note: html`here<small>first</small><small>second</small>` },
    { name: "b", ms: 2000, note: "there" },
  ];
  const frame = dataTable(
    "Times",
    [
      { label: "Name", heading: true, value: ({ name }) => name, about: "of a target" },
      { label: "Time", value: ({ ms }) => html`<code>${ms < 1000 ? `${ms} ms` : `${ms / 1000}.0 s`}</code>` },
      { label: "Remark", value: ({ note }) => note },
    ],
    rows,
  );
  const [table, ...more] = figureTables(html`<figure>${frame}</figure>`);
  expect(more).toEqual([]);
  expect(table!.caption).toBe("Times");
  expect(table!.columns.map(({ about }) => about)).toEqual(["of a target", null, null]);
  expect(figureCsv(table!)).toBe("Name,Time (ms),Remark\na,1.5,here; first; second\nb,2000,there\n");
});

it("tables of one form are one in the files, each row under its table’s name", () => {
  const bill = (name: string, usd: number) =>
    dataTable(
      name,
      [
        { label: "Part", heading: true, value: () => "Servers" },
        { label: "Amount", value: () => `$${usd}` },
      ],
      [1],
    );
  const figure = html`<figure>
    <details><summary>Totals</summary>${dataTable("Totals", [{ label: "Option", value: () => "a" }], [1])}</details>
    <details><summary>Each bill: line by line</summary><details><summary>a</summary>${bill("a", 3)}</details>${bill("b", 4.5)}</details>
  </figure>`;
  const [totals, bills, ...more] = figureTables(figure);
  expect(more).toEqual([]);
  expect(totals!.caption).toBe("Totals");
  expect(bills!.caption).toBe("Each bill: line by line");
  expect(figureCsv(bills!)).toBe("Table,Part,Amount ($)\na,Servers,3\nb,Servers,4.5\n");
});
