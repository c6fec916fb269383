/** Draws a chart as wide as its place, and again when that changes. */
export function responsive(draw: (width: number) => Element, { minimum = 300 } = {}): HTMLElement {
  const place = document.createElement("div");
  let drawn = 0;
  const drawAt = (width: number) => {
    if (width === drawn) return;
    drawn = width;
    place.replaceChildren(draw(width));
  };
  // Before it has a place: as wide as a chart that is there already, or the page, so that no gap is seen where one takes
  // another's place.
  const beside = document.querySelector(".chart-frame") ?? document.querySelector("main");
  if (beside && beside.clientWidth >= minimum) drawAt(Math.floor(beside.clientWidth));
  const observer = new ResizeObserver(([entry]) =>
    drawAt(Math.max(minimum, Math.floor(entry?.contentRect.width ?? 0))),
  );
  observer.observe(place);
  return place;
}
