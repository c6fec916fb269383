import { describe, expect, it } from "vitest";
import { pageCells } from "../../loaders/site/page-cells.ts";
import { ANY } from "../../loaders/site/shell-ids.ts";

/** As Framework writes one. */
const SCRIPT = `
import {define} from "./_observablehq/client.js";
registerFile("./data/a.json", {"name":"./data/a.json","path":"./_file/a.1.json","lastModified":1});
registerFile("./data/b.json", {"name":"./data/b.json","path":"./_file/b.1.json","lastModified":1});

define({id: "1", outputs: ["firstTouch","touched"], body: async () => {
const [{firstTouch}] = await Promise.all([import("./_import/first-touch.js")]);
const touched = firstTouch();
return {firstTouch,touched};
}});

define({id: "2", inputs: ["display","chart","data"], body: (display,chart,data) => {
display(chart(data));
}});

define({id: "3", inputs: ["touched","FileAttachment"], outputs: ["chart","data"], body: async (touched,FileAttachment) => {
const [{chart}] = await Promise.all([import("./_import/chart.js")]);
const data = touched && (await FileAttachment("./data/b.json").json());
return {chart,data};
}});

define({id: "4", inputs: ["view","FileAttachment"], outputs: ["form"], body: async (view,FileAttachment) => {
const [{formOf}] = await Promise.all([import("./_import/form.js")]);
const form = view(formOf(await FileAttachment("./data/a.json").json()));
return {form};
}});
`;

describe("a page's cells", () => {
  const cells = pageCells(SCRIPT, () => "the-rest");

  it("are there at once, with what they import, unless they wait for a hand, or for a cell that does", () => {
    expect(cells.first).toContain('import * as module0 from "./_import/first-touch.js";');
    expect(cells.first).toContain('import * as module1 from "./_import/form.js";');
    expect(cells.first).not.toContain("chart.js");
    expect(cells.rest).toBe('export * as module0 from "./_import/chart.js";');
    expect(cells.first.match(/import\("/g)).toHaveLength(1);
    expect(cells.first).toContain('import("the-rest")');
  });

  it("ask for their own data with their scripts", () => {
    const { first, rest } = cells.files;
    expect({ first, rest }).toEqual({ first: ["./_file/a.1.json"], rest: ["./_file/b.1.json"] });
  });

  it("that wait are drawn each in a task of its own", () => {
    expect(cells.first).toContain("body: async (display,chart,data) => { await $itsTurn();");
    expect(cells.first).toContain("body: async (view,FileAttachment) => {\n");
  });

  it("are all there at once where none waits, and the same whenever a file was made", () => {
    const plain = pageCells(SCRIPT.replaceAll("touched", "other"), () => "the-rest");
    expect(plain.rest).toBe("");
    expect(plain.first).not.toContain("the-rest");
    expect(plain.first).toContain("chart.js");
    expect(JSON.stringify(cells)).not.toContain("lastModified");
  });

  it("are the same whatever the data are called: the page says where they are, and what its id is", () => {
    expect(cells.files.all).toContainEqual([
      "./data/a.json",
      { name: "./data/a.json", path: "./_file/a.1.json" },
    ]);
    expect(cells.first).not.toContain("_file");
    expect(cells.first.match(/registerFile/g)).toHaveLength(1);
    const of = pageCells(SCRIPT.replace('./data/a.json").json', `./data/${ANY}.json").json`), () => "r");
    expect(of.first).not.toContain(ANY);
    expect(of.first).toContain(
      'FileAttachment(("./data/" + document.querySelector("#page-files").dataset.id + ".json"))',
    );
  });
});
