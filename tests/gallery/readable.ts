/** Writes what a component drew so that a person can review it, and so that it stays as it is until the drawing changes. */

const ELEMENT = 1;
const TEXT = 3;
/** Of a long series of like marks in a chart, so many are written out. */
const MARKS_WRITTEN = 12;
/** Elements that hold others, one a line. */
const BLOCKS =
  "article aside details div dl figure fieldset footer form g header li ol p pre section select svg table tbody thead tr ul";
const BLOCK = new Set(BLOCKS.split(" "));
/** Of these, such as are one line where they hold no other. */
const LINES = new Set(["li", "p", "pre", "tr"]);

export function readable(node: Node): string {
  return `${lines(node, "").join("\n")}\n`;
}

function lines(node: Node, indent: string): string[] {
  if (node.nodeType === TEXT) {
    const text = collapsed(node).trim();
    return text === "" ? [] : [`${indent}${text}`];
  }
  if (!isElement(node)) return [...node.childNodes].flatMap((child) => lines(child, indent));
  const tag = node.localName;
  if (tag === "style") return [];
  if (tag === "g") {
    const axis = axisLine(node);
    if (axis !== null) return [`${indent}${axis}`];
  }
  const open = openTag(node);
  const inner = series(node).flatMap((child) =>
    typeof child === "string" ? [`${indent}  ${child}`] : lines(child, `${indent}  `),
  );
  if (inner.length === 0) return [`${indent}${open}</${tag}>`];
  if (!hasBlocks(node) && (!BLOCK.has(tag) || LINES.has(tag))) return [`${indent}${inLine(node)}`];
  return [`${indent}${open}`, ...inner, `${indent}</${tag}>`];
}

const isElement = (node: Node): node is Element => node.nodeType === ELEMENT;

const hasBlocks = (element: Element): boolean =>
  [...element.children].some((child) => BLOCK.has(child.localName) || hasBlocks(child));

/** An element with all that it holds, as the text runs. */
function inLine(node: Node): string {
  if (node.nodeType === TEXT) return collapsed(node);
  if (!isElement(node)) return "";
  return `${openTag(node)}${[...node.childNodes].map(inLine).join("").trim()}</${node.localName}>`;
}

/** Ticks say nothing but their labels. */
function axisLine(element: Element): string | null {
  const label = element.getAttribute("aria-label") ?? "";
  if (/ (tick|grid)$|grid$/.test(label))
    return `<g aria-label="${label}">${element.children.length} marks</g>`;
  if (!label.endsWith(" tick label")) return null;
  const texts = [...element.querySelectorAll("text")].map((tick) => collapsed(tick));
  return `<g aria-label="${label}">${texts.filter((text) => text !== "").join(" | ")}</g>`;
}

/** The children; of very many marks of one kind, the first and the last. */
function series(element: Element): (Node | string)[] {
  const children = [...element.childNodes];
  const kinds = new Set(children.map((child) => (child as Element).localName));
  if (element.localName !== "g" || children.length <= MARKS_WRITTEN || kinds.size > 1) return children;
  const left = children.length - MARKS_WRITTEN;
  return [...children.slice(0, MARKS_WRITTEN - 1), `… ${left} more …`, children.at(-1)!];
}

function openTag(element: Element): string {
  const control = element as Partial<HTMLInputElement>;
  const isControl = ["input", "textarea", "select"].includes(element.localName);
  const all = new Map(
    [...element.attributes].map(({ name, value }) => [
      name,
      // Counted or drawn by lot, to be one of a kind on a page.
      rounded(value.replace(/\b(plot|icicle(?:-order)?)-(?=[0-9a-f]*\d)[0-9a-f]+/g, "$1")),
    ]),
  );
  if (isControl && control.value) all.set("value", control.value);
  if (isControl && control.checked) all.set("checked", "");
  if (all.get("class") === "") all.delete("class");
  const written = [...all]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === "" ? name : `${name}="${escaped(value).replaceAll('"', "&quot;")}"`));
  return `<${[element.localName, ...written].join(" ")}>`;
}

/** Places in a chart to a tenth of a pixel, shares to a thousandth. */
function rounded(value: string): string {
  return value.replace(/(?<![\d.])-?\d+\.\d+(?![\d.])/g, (number) =>
    String(Number(Number(number).toFixed(Math.abs(Number(number)) < 1 ? 3 : 1))),
  );
}

function collapsed(node: Node): string {
  return escaped((node.textContent ?? "").replace(/\s+/g, " "));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
