import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { glossaryList } from "../../loaders/site/glossary-list.ts";
import { mendMarkup } from "../../loaders/site/mend-markup.ts";

const page = (main: string) => `<!DOCTYPE html>
<html>
<head>
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
</head>
<body>
<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar">
<nav id="observablehq-sidebar">
  <ol>
    <label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>
    <li class="observablehq-link"><a href="./index.html">Overview</a></li>
  </ol>
  <section class="observablehq-section-active">
    <summary>How we know</summary>
    <ol>
    <li class="observablehq-link observablehq-link-active"><a href="./method.html">Method</a></li>
    </ol>
  </section>
</nav>
<div id="observablehq-center">
<aside id="observablehq-toc" data-selector="h2">
<nav><div>Contents</div></nav>
</aside>
<main id="observablehq-main">${main}</main>
<footer id="observablehq-footer">
<nav><a rel="next" href="./data.html"><span>Data</span></a></nav>
<div>${glossaryList()}</div>
</footer>
</div>
</body>
</html>
`;
const mended = (main = "") => new JSDOM(mendMarkup(page(main))).window.document;

describe("Framework’s markup, mended", () => {
  it("lets a reader zoom, and names every part of the page once", () => {
    const document = mended();
    expect(document.querySelector("meta[name=viewport]")!.getAttribute("content")).not.toContain("scale=1,");
    const names = Array.from(document.querySelectorAll("nav"), (nav) => nav.getAttribute("aria-label"));
    expect(names).toEqual(["Pages", "On this page", "Next and previous page"]);
    expect(document.querySelector("aside, summary, ol > label")).toBeNull();
  });

  it("calls each list by its section, and says which page is open", () => {
    const document = mended();
    const list = document.querySelector("section > ol")!;
    const name = document.getElementById(list.getAttribute("aria-labelledby")!)!;
    expect(name.textContent).toBe("How we know");
    expect(document.querySelector("[aria-current=page]")!.textContent).toBe("Method");
  });

  it("lists the terms that the page links to, and none without one", () => {
    const shown = (document: Document) =>
      Array.from(document.querySelectorAll("#glossary dl > div:not([hidden])"), ({ id }) => id);
    const two = mended('<a href="#term-glue">glue</a>, <a class="term" href="#term-port">ports</a>');
    expect(shown(two)).toEqual(["term-glue", "term-port"]);
    expect(two.querySelector<HTMLElement>("#glossary")!.hidden).toBe(false);
    const none = mended("no term");
    expect(none.querySelector<HTMLElement>("#glossary")!.hidden).toBe(true);
  });

  it("says what it does not find where Framework writes something else by now", () => {
    expect(() => mendMarkup(page("").replace("maximum-scale=1", "minimum-scale=1"))).toThrow(
      /Framework's markup has changed: the viewport/,
    );
  });
});
