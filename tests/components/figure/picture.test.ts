import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { standAlone } from "../../../src/components/figure/picture.ts";

const { window } = new JSDOM(`<svg class="plot-1" viewBox="0 0 10 10" style="color: var(--ink)">
  <style>.plot-1 { font: 10px serif }</style>
  <clipPath id="clip-1"><rect width="5" height="5"></rect></clipPath>
  <g fill="var(--hue)" id="unused" clip-path="url(#clip-1)"><rect class="bar" x="1" stroke="currentColor" tabindex="0"><title>1 &lt; 2 &amp; 3</title></rect></g>
</svg>`);

/** What a browser computes: variables and the current colour resolved, and what is above handed down. */
const VALUE: Readonly<Record<string, string>> = {
  "var(--hue)": "rgb(1, 2, 3)",
  currentColor: "rgb(9, 9, 9)",
};
const NONE: Readonly<Record<string, string>> = {
  opacity: "1",
  "vector-effect": "none",
  fill: "rgb(0, 0, 0)",
};
function computed(element: Element) {
  return {
    getPropertyValue(name: string): string {
      const own = element.getAttribute(name);
      if (own !== null) return VALUE[own] ?? own;
      const above = element.parentElement;
      const inherits = name !== "opacity" && name !== "vector-effect";
      return above?.closest("svg") && inherits ? computed(above).getPropertyValue(name) : (NONE[name] ?? "");
    },
  };
}

describe("a chart that stands alone", () => {
  const chart = standAlone(window.document.querySelector("svg")!, computed);
  const text = new window.XMLSerializer().serializeToString(chart);
  const parsed = new window.DOMParser().parseFromString(text, "image/svg+xml");

  it("is XML that refers to nothing but itself", () => {
    expect(parsed.querySelector("parsererror")).toBeNull();
    expect(text).not.toMatch(/var\(|currentColor|<style|class=|style=|tabindex/);
    const references = [...text.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id);
    expect(references).toEqual(["clip-1"]);
    for (const id of references) expect(parsed.querySelector(`#${id}`)).not.toBeNull();
  });

  it("has each colour where it differs from the one above, and keeps what a mark says", () => {
    expect(parsed.querySelector("g")!.getAttribute("fill")).toBe("rgb(1, 2, 3)");
    expect(parsed.querySelector("g > rect")!.hasAttribute("fill")).toBe(false);
    expect(parsed.querySelector("g > rect")!.getAttribute("stroke")).toBe("rgb(9, 9, 9)");
    expect(parsed.querySelector("g title")!.textContent).toBe("1 < 2 & 3");
  });
});
