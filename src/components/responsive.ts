/** Draws a chart as wide as its place, and again when that changes. */
export function responsive(draw: (width: number) => Element, { minimum = 300 } = {}): HTMLElement {
  const place = document.createElement("div");
  let drawn = 0;
  const drawAt = (inPlace: number) => {
    const width = Math.max(minimum, Math.floor(inPlace));
    if (width === drawn) return;
    drawn = width;
    place.replaceChildren(asOne(draw(width)));
  };
  // As soon as it stands in the page, so that no gap is seen where it takes the place of what was drawn ahead.
  queueMicrotask(() => {
    if (place.clientWidth > 0) drawAt(place.clientWidth);
  });
  const observer = new ResizeObserver(([entry]) => drawAt(entry?.contentRect.width ?? 0));
  observer.observe(place);
  return place;
}

/** A chart is read aloud as a whole, by its figure: the names that Plot gives to marks are on elements that may have none. */
function asOne(chart: Element): Element {
  if (chart.localName === "svg" && !chart.hasAttribute("role")) chart.setAttribute("aria-hidden", "true");
  return chart;
}
