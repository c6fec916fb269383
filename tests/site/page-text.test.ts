import { describe, expect, it } from "vitest";
import { descriptionOf, titleOf } from "../../loaders/site/page-text.ts";

const page = (title: string, main: string) =>
  `<title>${title} | Portolan</title></head><body><main id="observablehq-main">${main}</main></body>`;

describe("a page's title", () => {
  it("names what the finding is about, where the page says so above it", () => {
    const main = `<p class="place">Embed text: paragraph, 400 bytes</p><h1>Stay with Python.</h1>`;
    expect(titleOf(page("Stay with Python.", main))).toBe("Embed text: Stay with Python.");
    expect(titleOf(page("All stay &amp; rest.", "<h1>All stay &amp; rest.</h1>"))).toBe("All stay & rest.");
  });
});

describe("a page's description", () => {
  it("is its finding and the first sentences under it, without legends and folded help", () => {
    const main = `<h1>All stay.</h1><p>Interpreter 9 %</p><details><p>Names the scenario in the decision record.</p></details>
      <p>The largest gain is <strong>telemetry’s</strong>, 7.9× to 20× faster. ${"It goes on. ".repeat(40)}</p>`;
    const description = descriptionOf(page("All stay.", main));
    expect(description).toMatch(
      /^All stay\. The largest gain is telemetry’s, 7\.9× to 20× faster\. It goes on\./,
    );
    expect(description.length).toBeLessThanOrEqual(210);
    expect(description).toMatch(/\.$/);
  });

  it("is a sentence where a page says nothing else", () => {
    expect(descriptionOf(page("The data", "<h1>The data</h1><p>short</p>"))).toBe("The data.");
  });
});
