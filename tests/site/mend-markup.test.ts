import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { mendMarkup } from "../../loaders/site/mend-markup.ts";

const page = `<!DOCTYPE html>
<html>
<head>
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
</head>
<body>
<div id="observablehq-center">
<aside id="observablehq-toc" data-selector="h2">
<nav><div>Contents</div></nav>
</aside>
<main id="observablehq-main"><pre data-language="sh">npm start</pre></main>
</div>
</body>
</html>
`;

describe("Framework’s markup, mended", () => {
  it("lets a reader zoom and scroll, and names the page’s own contents", () => {
    const { document } = new JSDOM(mendMarkup(page)).window;
    expect(document.querySelector("meta[name=viewport]")!.getAttribute("content")).not.toContain("scale=1,");
    expect(document.querySelector("nav")!.getAttribute("aria-label")).toBe("On this page");
    expect(document.querySelector("aside")).toBeNull();
    expect(document.querySelector("pre")!.tabIndex).toBe(0);
  });

  it("says what it does not find where Framework writes something else by now", () => {
    expect(() => mendMarkup(page.replace("maximum-scale=1", "minimum-scale=1"))).toThrow(
      /Framework's markup has changed: the viewport/,
    );
  });
});
