/** Draws a chart as wide as its place, and again when that changes. */
export function responsive(draw: (width: number) => Element, { minimum = 300 } = {}): HTMLElement {
  const place = document.createElement("div");
  let drawn = 0;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.max(minimum, Math.floor(entry?.contentRect.width ?? 0));
    if (width === drawn) return;
    drawn = width;
    place.replaceChildren(draw(width));
  });
  observer.observe(place);
  return place;
}
