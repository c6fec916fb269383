import { createRequire } from "node:module";
import fc from "fast-check";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { codeSpan, fenced, heading, list, md, sections, table } from "../../src/report/markdown.ts";

/** What Framework renders pages with; it lets HTML through, as GitHub does. */
const MarkdownIt = createRequire(import.meta.url)("markdown-it");
const renderer = new MarkdownIt({ html: true });
const rendered = (markdown: string) =>
  parseHTML(`<html><body>${renderer.render(markdown)}</body></html>`).document.body as unknown as HTMLElement;

const tagsOf = (body: HTMLElement) =>
  [...body.querySelectorAll("*")].map(({ tagName }) => tagName.toLowerCase());

const HOSTILE = [
  "# a heading",
  "a\n\n# a heading",
  "Setext\n======",
  "- a list",
  "+ a list",
  "* a list",
  "1. a list",
  "> a quotation",
  ">5 a quotation",
  "---",
  "***",
  "~~~\ncode\n~~~",
  "    code",
  "<script>alert(1)</script>",
  "a <img src=x onerror=alert(1)>",
  "<!-- gone -->",
  "[click](javascript:alert(1))",
  "![x](https://example.com/x.png)",
  "[x]: javascript:alert(1)",
  "<javascript:alert(1)>",
  "*emphasis* _emphasis_ **strong** __strong__ ~~gone~~",
  "a | b\n---|---\n1 | 2",
  "&lt;b&gt; &#60;",
  "back\\slash \\* \\",
  "a lone ` backtick <b>",
  "``` two ` of a kind <b>",
];

describe("a text in Markdown", () => {
  it.each(HOSTILE)("adds nothing of its own: %j", (text) => {
    const shown = text.trim().replace(/\s+/g, " ");
    expect(tagsOf(rendered(sections(md`${text}`)))).toEqual(["p"]);
    expect(rendered(sections(md`${text}`)).textContent!.trim()).toBe(shown);
    const head = rendered(sections(heading(2, text)));
    expect(tagsOf(head)).toEqual(["h2"]);
    const item = rendered(sections(list([text, "next"])));
    expect(tagsOf(item)).toEqual(["ul", "li", "li"]);
    expect(item.querySelector("li")!.textContent).toBe(shown);
    const cells = rendered(sections(table(["column"], [[text]])));
    expect(cells.querySelectorAll("td")).toHaveLength(1);
    expect(cells.querySelector("td")!.textContent).toBe(shown);
    expect(cells.querySelector("td")!.children).toHaveLength(0);
  });

  it("reads as it was written, whatever it is", () => {
    const unit = fc.constantFrom(..."\\`*_~[]()<>!#&;:|-+=.1a /\n".split("").filter((one) => one !== "`"));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        const shown = text.trim().replace(/\s+/g, " ");
        fc.pre(shown !== "");
        const body = rendered(sections(md`${text}`));
        expect(tagsOf(body)).toEqual(["p"]);
        expect(body.textContent!.trim()).toBe(shown);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it("never becomes more than text and code where it holds backticks", () => {
    const unit = fc.constantFrom(..."``\\*_[]()<b>!# |a\n");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        const tags = tagsOf(rendered(sections(list([`x ${text}`]))));
        expect(tags.filter((tag) => tag !== "code")).toEqual(["ul", "li"]);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it("keeps the code that backticks mark", () => {
    const body = rendered(sections("Run `npx portolan measure --target python_slice` <now>."));
    expect(body.querySelector("code")!.textContent).toBe("npx portolan measure --target python_slice");
    expect(body.textContent!.trim()).toBe("Run npx portolan measure --target python_slice <now>.");
    const command = "a `b` ``c``\n\n# d";
    expect(rendered(sections(codeSpan(command))).querySelector("code")!.textContent).toBe(
      "a `b` ``c``\\u000a\\u000a# d",
    );
    expect(rendered(sections(fenced("x\n```\n# y"))).querySelector("pre")!.textContent).toBe("x\n```\n# y\n");
  });

  it("has paragraphs of its own, and no controls", () => {
    const body = rendered(sections("one\nline\n\n\ntwo\u001b]52;c;aGk=\u0007"));
    expect([...body.querySelectorAll("p")].map((p) => p.textContent)).toEqual([
      "one line",
      "two\\u001b]52;c;aGk=\\u0007",
    ]);
  });
});
