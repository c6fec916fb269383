import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { Frame } from "../../loaders/site/frame.ts";
import { type PageLists, sectionsOf } from "../../loaders/site/navigation.ts";

const BARE = `<!DOCTYPE html>
<html>
<head>
<title>T</title>
</head>
<body>
<div id="observablehq-center">
<main id="observablehq-main">text of &lt;/main&gt;</main>
</div>
</body>
</html>
`;
const LISTS: PageLists = {
  own: [],
  recordings: [{ name: "a & b", path: "/recording/r-1" }],
  workloads: [{ name: "Embed text", path: "/workload/embed-text" }],
  docs: [
    { name: "Tutorial", path: "/docs/tutorial" },
    { name: "Method", path: "/docs/method" },
  ],
};
const framed = (page: string, lists: Partial<PageLists> = {}) =>
  new JSDOM(new Frame({}, sectionsOf({ ...LISTS, ...lists })).around(page, BARE)).window.document;
const links = (document: Document, within: string) =>
  Array.from(document.querySelectorAll(`${within} a`), (link) => link.getAttribute("href"));

describe("the list of pages", () => {
  it("names its parts, and says which page is open", () => {
    const document = framed("method.html");
    const names = Array.from(document.querySelectorAll("nav"), (nav) => nav.getAttribute("aria-label"));
    expect(names).toEqual(["Pages", "Next and previous page"]);
    expect(document.querySelector("ol > label, section > summary")).toBeNull();
    const open = document.querySelectorAll("[aria-current=page]");
    expect(Array.from(open, ({ textContent }) => textContent)).toEqual(["Method"]);
    const list = open[0]!.closest("ol")!;
    const name = document.getElementById(list.getAttribute("aria-labelledby")!)!;
    expect(name.textContent).toBe("How we know");
    expect(document.querySelector("details")!.open).toBe(false);
    expect(framed("docs/method.html").querySelector("details")!.open).toBe(true);
  });

  it("leads to every page from any folder, and home by the header", () => {
    const document = framed("recording/r-1.html");
    const list = links(document, "#observablehq-sidebar");
    expect(list.slice(0, 3)).toEqual(["../index.html", "../profile.html", "../recording/r-1.html"]);
    expect(list).toContain("../docs/tutorial.html");
    expect(document.querySelector("[aria-current=page]")!.textContent).toBe("a & b");
    expect(document.querySelector(".brand")!.getAttribute("href")).toBe("../index.html");
    expect(framed("index.html").querySelector(".brand")!.getAttribute("href")).toBe("./index.html");
  });

  it("has the pages of one’s own first, where there are any", () => {
    const first = (document: Document) => document.querySelector(".pages-section")!.textContent;
    expect(first(framed("index.html"))).toBe("Where the time goes");
    expect(first(framed("index.html", { own: [{ name: "Q3", path: "/pages/q3" }] }))).toBe("Your pages");
  });
});

describe("the way from one page to the next", () => {
  const pager = (page: string, lists?: Partial<PageLists>) =>
    links(framed(page, lists), "#observablehq-footer nav");

  it("goes through the report’s argument, and through the documentation by itself", () => {
    expect(pager("index.html")).toEqual(["./profile.html"]);
    expect(pager("profile.html")).toEqual(["./index.html", "./recording/r-1.html"]);
    expect(pager("recording/r-1.html")).toEqual(["../profile.html", "../workload/embed-text.html"]);
    expect(pager("data.html")).toEqual(["./claims.html"]);
    expect(pager("docs/tutorial.html")).toEqual(["../docs/method.html"]);
  });

  it("is none from a page that stands alone", () => {
    const own = [{ name: "Q3", path: "/pages/q3" }];
    expect(framed("pages/q3.html", { own }).querySelector("#observablehq-footer nav")).toBeNull();
  });
});

it("stands around what the page says, and says where Framework writes something else by now", () => {
  const document = framed("index.html");
  const order = Array.from(
    document.querySelectorAll("body > nav, header, main, footer"),
    ({ tagName }) => tagName,
  );
  expect(order).toEqual(["NAV", "HEADER", "MAIN", "FOOTER"]);
  expect(document.querySelector("main")!.textContent).toBe("text of </main>");
  const other = BARE.replace("observablehq-center", "center");
  expect(() => new Frame({}, []).around("index.html", other)).toThrow(/Framework's markup has changed/);
});
