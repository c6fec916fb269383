import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cardSvg, pictureOf } from "../../loaders/site/card.ts";
import { brandFoot, brandMark, brandStyle, siteBrand } from "../../loaders/site/site-brand.ts";
import { setEnvironment, temporaryFolder } from "../fixtures/temporary-folder.ts";

async function brandOf(report: string, logo: string) {
  const root = temporaryFolder();
  mkdirSync(join(root, "art"));
  writeFileSync(join(root, "art", "logo.svg"), logo);
  writeFileSync(join(root, "portolan.config.yaml"), `portolanConfig: 1\nreport:\n${report}`);
  const restore = setEnvironment({ PORTOLAN_ROOT: root });
  return siteBrand().finally(restore);
}

describe("a team's report", () => {
  it("bears its name, logo, colour and line", async () => {
    const brand = await brandOf(
      '  team: R&D <platform>\n  logo: art/logo.svg\n  accent: "#8a1c4a"\n  confidentiality: Internal\n',
      "<svg/>",
    );
    expect(brandMark(brand, "<svg>rose</svg>")).toBe(
      `<img class="logo" src="data:image/svg+xml;base64,${Buffer.from("<svg/>").toString("base64")}" alt="" height="22"><span>R&amp;D &lt;platform></span>`,
    );
    expect(brandFoot(brand)).toContain("<strong>Internal.</strong>");
    expect(brandStyle(brand)).toMatch(/:root \{ --theme-foreground-focus: #8a1c4a; \}[\s\S]*dark\) \{/);
  });

  it("is nobody's in particular where nothing is said", () => {
    expect(brandMark({}, "<svg>rose</svg>")).toBe("<svg>rose</svg><span>Portolan</span>");
    expect([brandFoot({}), brandStyle({})]).toEqual(["", ""]);
  });

  it("refuses a logo that is missing or that no page should carry", async () => {
    await expect(brandOf("  logo: art/lgo.svg\n", "<svg/>")).rejects.toThrow(/lgo\.svg, which is not there/);
    await expect(brandOf("  logo: art/logo.svg\n", " ".repeat(70_000))).rejects.toThrow(
      /has 69 KiB, and it stands in every page; give one of at most 64 KiB/,
    );
  });
});

describe("the card", () => {
  const title = "At 3 million requests a month, all seven workloads stay as they are & nothing moves.";

  it("holds the finding in lines that fit, and cuts what does not", () => {
    const svg = cardSvg(title, "lead ".repeat(100), "Suite 2, run r.", { team: "R&D" });
    expect(svg).toContain("R&amp;D");
    const lines = [...svg.matchAll(/<text[^>]*font-size="54"[^>]*>([^<]*)</g)].map(([, line]) => line!);
    expect(lines.join(" ").replaceAll("&amp;", "&")).toBe(title);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(36);
    expect(svg.match(/font-size="28"/g)).toHaveLength(3);
    expect(svg).toContain("…");
  });

  it("is a PNG where it can be drawn, and none where no font would show", async () => {
    const drawn = await pictureOf(cardSvg(title, "Lead.", "Foot.", {}));
    if (drawn !== null) expect(Buffer.from(drawn.slice(1, 4)).toString()).toBe("PNG");
    expect(
      await pictureOf(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text font-family="None at all">x</text></svg>',
      ),
    ).toBe(null);
  });
});
