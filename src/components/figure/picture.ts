/**
 * A figure as a picture that stands for itself: title, subtitle, legend, chart and source in one drawing. It is light whatever
 * the page is, no style or variable of the page is left in it, and it asks for no other file.
 */
import { subtitleText } from "../../report/figure-files.js";
import type { FigureParts } from "./parts.js";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 16;
const PNG_SCALE = 2;
const SERIF = "Georgia, serif";
const SANS = "system-ui, sans-serif";
/** Of a line of text, times its size. */
const LEADING = 1.35;
/** An average letter, times the size, where nothing measures it. */
const LETTER = 0.53;
/** Room for a legend's mark, and the side of one that is a filled square. */
const MARK_WIDTH = 18;
const SWATCH_PX = 11;

/** What an element takes from its parent, unless it has its own; and what it has of its own, with what it is without. */
const INHERITED =
  "fill stroke fill-opacity stroke-opacity stroke-width stroke-dasharray stroke-linecap stroke-linejoin text-anchor dominant-baseline font-family font-size font-weight font-style font-variant paint-order".split(
    " ",
  );
const OWN: Readonly<Record<string, string>> = {
  opacity: "1",
  "vector-effect": "none",
  "mix-blend-mode": "normal",
};
const OF_THE_PAGE = [
  "class",
  "style",
  "tabindex",
  "id",
  "aria-activedescendant",
  "color",
  "cursor",
  "pointer-events",
];

export async function figureSvg(element: HTMLElement, parts: FigureParts, address: string): Promise<string> {
  const shown = parts.picture ? null : element.querySelector(".chart-frame");
  const width = Math.round(shown?.querySelector("svg, img")?.getBoundingClientRect().width ?? 0);
  if (shown && width === 0) throw new Error("the chart is not drawn yet; wait until it is, and try again");
  return inLight(element, (copy) => {
    const frame = copy.querySelector(".chart-frame")!;
    if (parts.picture) frame.replaceChildren(parts.picture(720));
    const chart = frame.querySelector<SVGSVGElement>("svg");
    const picture = frame.querySelector("img");
    const size = shown?.querySelector("svg")?.getBoundingClientRect() ?? chart!.viewBox.baseVal;
    const { width, height } = size;
    const page = new Drawing(Math.max(width, 320), copy);
    page.title(parts.title);
    page.text(subtitleText(parts), 13, "--theme-foreground-muted");
    page.legend(copy);
    page.gap(8);
    if (picture)
      page.image(asDataUrl(element.querySelector<HTMLImageElement>(".chart-frame img")!), width, height);
    if (chart) page.chart(standAlone(chart), width, height);
    page.gap(12);
    page.text(
      [parts.source?.text, address].filter((text) => text !== undefined).join(". "),
      11,
      "--theme-foreground-muted",
    );
    return page.svg(parts.title, parts.description);
  });
}

/** @throws Error where the browser cannot draw it */
export async function figurePng(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * PNG_SCALE;
  canvas.height = image.naturalHeight * PNG_SCALE;
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture"))),
      "image/png",
    ),
  );
}

/** Gives a copy of the figure that stands in the page, out of sight, in the colours of the light theme. */
function inLight<Made>(element: HTMLElement, make: (copy: HTMLElement) => Made): Made {
  const copy = element.cloneNode(true) as HTMLElement;
  const host = document.createElement("div");
  host.style.cssText = "position: absolute; left: -9999px; top: 0; color-scheme: light; width: 1280px";
  for (const [name, value] of lightVariables()) host.style.setProperty(name, value);
  host.style.setProperty("background", "var(--theme-background)");
  host.style.setProperty("color", "var(--theme-foreground)");
  copy.removeAttribute("id");
  host.append(copy);
  document.body.append(host);
  try {
    return make(copy);
  } finally {
    host.remove();
  }
}

/** Every variable of the page's root as it is on a light screen, whichever the reader has. */
function lightVariables(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const read = (rules: CSSRuleList) => {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule) {
        const { mediaText } = rule.media;
        if (!/dark/.test(mediaText) && (/light/.test(mediaText) || matchMedia(mediaText).matches))
          read(rule.cssRules);
      } else if (rule instanceof CSSStyleRule && /(?:^|,\s*):root(?:,|$)/.test(rule.selectorText)) {
        for (const name of rule.style)
          if (name.startsWith("--")) found.set(name, rule.style.getPropertyValue(name));
      }
    }
  };
  for (const sheet of document.styleSheets) read(sheet.cssRules);
  return found;
}

/** A chart whose looks stand in its own elements. */
export function standAlone(chart: SVGSVGElement, styleOf: StyleOf = getComputedStyle): SVGSVGElement {
  const elements = [chart, ...chart.querySelectorAll<SVGElement>("*")].filter(
    (one) => one.closest("style") === null,
  );
  // Read first: what is written into an element changes those below it.
  const styles = new Map(elements.map((one) => [one, paintOf(styleOf(one))]));
  const referred = new Set(
    [...chart.outerHTML.matchAll(/(?:url\(["']?#|href="#)([^"')]+)/g)].map(([, id]) => id),
  );
  for (const one of elements) {
    const own = styles.get(one)!;
    const above = one === chart ? undefined : styles.get(one.parentElement as unknown as SVGElement);
    for (const name of OF_THE_PAGE) if (name !== "id" || !referred.has(one.id)) one.removeAttribute(name);
    for (const [name, value] of Object.entries(own)) {
      if (value !== "" && value !== (name in OWN ? OWN[name] : above?.[name])) one.setAttribute(name, value);
      else one.removeAttribute(name);
    }
  }
  for (const style of chart.querySelectorAll("style")) style.remove();
  return chart;
}

type StyleOf = (element: Element) => Pick<CSSStyleDeclaration, "getPropertyValue">;

const paintOf = (style: ReturnType<StyleOf>): Record<string, string> =>
  Object.fromEntries([...INHERITED, ...Object.keys(OWN)].map((name) => [name, style.getPropertyValue(name)]));

/** The browser may not fetch it again: a page asks its own folder for files, and nothing else. */
function asDataUrl(image: HTMLImageElement): string {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext("2d")!.drawImage(image, 0, 0);
  return canvas.toDataURL("image/png");
}

/** Lines and a chart, one below the other. */
class Drawing {
  readonly #root = made("g", {});
  readonly #place: HTMLElement;
  readonly #width: number;
  #y = MARGIN;

  constructor(width: number, place: HTMLElement) {
    this.#width = width;
    this.#place = place;
  }

  title(text: string): void {
    this.#lines(text, { size: 17, family: SERIF, weight: "600", colour: this.#colour("--theme-foreground") });
  }

  text(text: string, size: number, variable: string): void {
    this.#lines(text, { size, family: SANS, weight: "400", colour: this.#colour(variable) });
  }

  legend(figure: HTMLElement): void {
    const size = 13;
    const items = [...figure.querySelectorAll(".legend li")];
    if (items.length === 0) return;
    this.gap(6);
    let x = 0;
    for (const item of items) {
      const mark = item.querySelector<HTMLElement>(".swatch, .symbol");
      const sign = mark?.textContent ?? "";
      const label = (item.textContent ?? "").slice(sign.length).trim();
      const needed = MARK_WIDTH + widthOf(label, size, SANS, "400") + MARGIN;
      if (x > 0 && x + needed > this.#width) {
        x = 0;
        this.#y += size * LEADING;
      }
      const [left, base] = [MARGIN + x, this.#y + size];
      if (mark?.classList.contains("swatch")) {
        const fill = getComputedStyle(mark).backgroundColor;
        this.#root.append(
          made("rect", { x: left, y: base - SWATCH_PX + 1, width: SWATCH_PX, height: SWATCH_PX, fill }),
        );
      } else if (mark) {
        this.#root.append(
          line(sign, left, base, { size, family: SANS, weight: "400", colour: getComputedStyle(mark).color }),
        );
      }
      const colour = this.#colour("--theme-foreground");
      this.#root.append(line(label, left + MARK_WIDTH, base, { size, family: SANS, weight: "400", colour }));
      x += needed;
    }
    this.#y += size * LEADING;
  }

  image(href: string, width: number, height: number): void {
    this.#root.append(made("image", { href, x: MARGIN, y: this.#y, width, height }));
  }

  chart(chart: SVGSVGElement, width: number, height: number): void {
    for (const [name, value] of Object.entries({ x: MARGIN, y: this.#y, width, height, overflow: "visible" }))
      chart.setAttribute(name, String(value));
    this.#root.append(chart);
    this.#y += height;
  }

  gap(px: number): void {
    this.#y += px;
  }

  svg(title: string, description: string): string {
    const [width, height] = [this.#width + 2 * MARGIN, Math.ceil(this.#y + MARGIN)];
    const svg = made("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
    const ground = getComputedStyle(this.#place.parentElement!).backgroundColor;
    svg.append(
      made("title", {}, title),
      made("desc", {}, description),
      made("rect", { width, height, fill: ground }),
      this.#root,
    );
    return `${new XMLSerializer().serializeToString(svg)}\n`;
  }

  #colour(variable: string): string {
    const probe = document.createElement("span");
    probe.style.color = `var(${variable})`;
    this.#place.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }

  #lines(text: string, type: Type): void {
    for (const words of wrapped(text, this.#width, type)) {
      this.#y += type.size * LEADING;
      this.#root.append(line(words, MARGIN, this.#y - type.size * 0.3, type));
    }
  }
}

interface Type {
  readonly size: number;
  readonly family: string;
  readonly weight: string;
  readonly colour: string;
}

function line(text: string, x: number, y: number, { size, family, weight, colour }: Type): SVGElement {
  return made(
    "text",
    { x, y, fill: colour, "font-family": family, "font-size": size, "font-weight": weight },
    text,
  );
}

function made(name: string, attributes: Readonly<Record<string, string | number>>, text = ""): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== "") element.textContent = text;
  return element;
}

function wrapped(text: string, width: number, { size, family, weight }: Type): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`, size, family, weight) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else if (word !== "") lines.push(word);
  }
  return lines;
}

function widthOf(text: string, size: number, family: string, weight: string): number {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return text.length * LETTER * size;
  context.font = `${weight} ${size}px ${family}`;
  return context.measureText(text).width;
}
