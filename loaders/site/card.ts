/** The picture that a chat or a feed shows beside a link to the report: its finding, drawn without a browser and a network. */
import { escaped } from "../../src/report/escaped.ts";
import type { SiteBrand } from "./site-brand.ts";

export const CARD_FILE = "card.png";
/** What chats and feeds ask for, pixels. */
export const CARD_SIZE = { width: 1200, height: 630 } as const;

// Named one by one: what draws here knows no font by its kind.
const SERIF = "Georgia, 'DejaVu Serif', 'Liberation Serif', 'Noto Serif', 'Times New Roman', 'DejaVu Sans'";
const SANS = "'DejaVu Sans', 'Liberation Sans', 'Noto Sans', Arial, Helvetica, 'Segoe UI', 'DejaVu Serif'";
const [HULL_BLUE, INK, MUTED, PAPER] = ["#17607f", "#1c2833", "#55616b", "#fdfcf9"];
const ROSE =
  "M16 1l3 12 12 3-12 3-3 12-3-12L1 16l12-3z M6 6l7.5 5.5L16 16l-4.5-2.5z M26 6l-5.5 7.5L16 16l2.5-4.5z M26 26l-7.5-5.5L16 16l4.5 2.5z M6 26l5.5-7.5L16 16l-2.5 4.5z";

const TITLE_LINES = 4;
const LEAD_LINES = 3;

export function cardSvg(
  title: string,
  lead: string,
  foot: string,
  { team = "Portolan", accent = HULL_BLUE }: SiteBrand,
): string {
  const titleLines = wrapped(title, 31, TITLE_LINES);
  const leadLines = wrapped(lead, 62, LEAD_LINES);
  const text = (lines: readonly string[], top: number, step: number, style: string) =>
    lines.map((line, i) => `<text x="80" y="${top + i * step}" ${style}>${escaped(line)}</text>`).join("");
  const below = 220 + titleLines.length * 68;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_SIZE.width}" height="${CARD_SIZE.height}" viewBox="0 0 ${CARD_SIZE.width} ${CARD_SIZE.height}">
<rect width="100%" height="100%" fill="${PAPER}"/><rect width="16" height="100%" fill="${accent}"/>
<path d="${ROSE}" fill="${accent}" transform="translate(76 56) scale(1.7)"/>
${text([team], 94, 0, `dx="72" font-family="${SANS}" font-size="30" font-weight="600" fill="${INK}"`)}
${text(titleLines, 210, 68, `font-family="${SERIF}" font-size="54" font-weight="700" fill="${INK}"`)}
${text(leadLines, below, 42, `font-family="${SANS}" font-size="28" fill="${MUTED}"`)}
${text([foot], 588, 0, `font-family="${SANS}" font-size="20" fill="${MUTED}"`)}
</svg>`;
}

/** At most so many lines of so many characters; what is left is cut with an ellipsis. */
function wrapped(text: string, characters: number, lines: number): string[] {
  const made: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${made.at(-1) ?? ""} ${word}`.trim();
    if (made.length > 0 && longer.length <= characters) made[made.length - 1] = longer;
    else made.push(word);
  }
  const shown = made.slice(0, lines);
  if (made.length > lines) shown[lines - 1] = `${shown[lines - 1]!.replace(/[.,;:]$/, "")} …`;
  return shown;
}

/** A PNG of an SVG; null where what draws it is not installed, or this system has no font for it. */
export async function pictureOf(svg: string): Promise<Uint8Array | null> {
  try {
    const { Transformer } = await import("@napi-rs/image");
    const [drawn, blank] = await Promise.all(
      [svg, svg.replace(/<text[\s\S]*?<\/text>/g, "")].map((one) => Transformer.fromSvg(one).png()),
    );
    return drawn!.equals(blank!) ? null : drawn!;
  } catch {
    return null;
  }
}
