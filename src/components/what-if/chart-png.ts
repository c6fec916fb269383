/** A chart of the page as a picture: its colours are resolved and its title is written above it. Nothing leaves the page. */
const SCALE = 2;
const MARGIN = 16;
const TITLE_PX = 17;
const LEGEND_FONT = "13px system-ui, sans-serif";
const LEGEND_LINE = 20;
/** Room for a legend's mark, and the side of one that is a filled square. */
const MARK_WIDTH = 18;
const SWATCH_PX = 11;

const PAINTED = [
  "fill",
  "stroke",
  "color",
  "font-family",
  "font-size",
  "font-weight",
  "opacity",
  "fill-opacity",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "text-anchor",
  "font-variant",
] as const;

/** @throws Error where the browser cannot draw it */
export async function chartPng(figure: Element): Promise<Blob> {
  const svg = figure.querySelector<SVGSVGElement>(".chart-frame svg");
  if (!svg) throw new Error("the chart is not drawn yet; wait until it is, and try again");
  const { width, height } = svg.getBoundingClientRect();
  const ink = getComputedStyle(figure).color;
  const lines = wrapped(figure.querySelector("h3")?.textContent ?? "", Math.floor(width / (TITLE_PX * 0.52)));
  const entries = laidOut(figure, width);
  const titleEnd = MARGIN + lines.length * TITLE_PX * 1.35 + MARGIN / 2;
  const top =
    titleEnd + ((entries.at(-1)?.row ?? -1) + 1) * LEGEND_LINE + (entries.length > 0 ? MARGIN / 2 : 0);
  const canvas = document.createElement("canvas");
  canvas.width = (width + 2 * MARGIN) * SCALE;
  canvas.height = (top + height + MARGIN) * SCALE;
  const context = canvas.getContext("2d")!;
  context.scale(SCALE, SCALE);
  context.fillStyle = groundOf(figure);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = ink;
  context.font = `600 ${TITLE_PX}px Georgia, serif`;
  lines.forEach((line, i) => {
    context.fillText(line, MARGIN, MARGIN + (i + 1) * TITLE_PX * 1.35 - 5);
  });
  context.font = LEGEND_FONT;
  for (const { x, row, text, mark } of entries) {
    const y = titleEnd + (row + 0.75) * LEGEND_LINE;
    if (mark !== null) {
      context.fillStyle = mark.colour;
      if (mark.kind === "swatch") context.fillRect(MARGIN + x, y - SWATCH_PX + 1, SWATCH_PX, SWATCH_PX);
      else context.fillText(mark.text, MARGIN + x, y);
    }
    context.fillStyle = ink;
    context.fillText(text, MARGIN + x + MARK_WIDTH, y);
  }
  context.drawImage(await imageOf(svg, width, height), MARGIN, top, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture"))),
      "image/png",
    ),
  );
}

/** The colour behind an element: that of the nearest ancestor that has one, which may be the root alone. */
function groundOf(element: Element): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^rgba\(.*, 0\)$|\/ 0\)$/.test(backgroundColor)) return backgroundColor;
  }
  return "Canvas";
}

async function imageOf(svg: SVGSVGElement, width: number, height: number): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [from, to] = [
    [svg, ...svg.querySelectorAll("*")],
    [copy, ...copy.querySelectorAll("*")],
  ];
  // Outside of the page no variable has a value: every colour is written where it is used.
  from.forEach((element, i) => {
    const computed = getComputedStyle(element);
    const target = to[i] as SVGElement;
    if (target.style)
      for (const name of PAINTED) target.style.setProperty(name, computed.getPropertyValue(name));
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}

/** What stands before a legend's label: a filled square, or a character in the chart's own shape. */
type Mark =
  | { readonly kind: "swatch"; readonly colour: string }
  | { readonly kind: "symbol"; readonly colour: string; readonly text: string };

interface Entry {
  readonly text: string;
  readonly mark: Mark | null;
  readonly x: number;
  readonly row: number;
}

/** The legend's entries, as many in a row as fit. */
function laidOut(figure: Element, width: number): Entry[] {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = LEGEND_FONT;
  let [x, row] = [0, 0];
  return [...figure.querySelectorAll(".legend li")].map((item) => {
    const element = item.querySelector(".swatch, .symbol");
    const label = (item.textContent ?? "").slice(element?.textContent?.length ?? 0).trim();
    const needed = MARK_WIDTH + context.measureText(label).width + MARGIN;
    if (x > 0 && x + needed > width) [x, row] = [0, row + 1];
    const entry = { text: label, mark: element && markOf(element), x, row };
    x += needed;
    return entry;
  });
}

/** By its class: a symbol may be a square too. */
function markOf(element: Element): Mark {
  const { color, backgroundColor } = getComputedStyle(element);
  return element.classList.contains("swatch")
    ? { kind: "swatch", colour: backgroundColor }
    : { kind: "symbol", colour: color, text: element.textContent ?? "" };
}

function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else if (word !== "") lines.push(word);
  }
  return lines;
}
