/** An average letter of an axis label, px. */
export const LETTER_PX = 6.2;
/** From a label's end to the bars, px. */
const GAP_PX = 18;
/** Names of so many letters stay in one line. */
const SHORT = 14;

/** What all horizontal bar charts of targets share: a margin that fits the longest name, on a narrow screen in two lines. */
export function barLayout(targets: readonly string[], width: number) {
  const narrow = width < 560;
  const label = narrow ? inTwoLines : (target: string) => target;
  const letters = targets.flatMap((target) => label(target).split("\n")).map(({ length }) => length);
  return {
    width,
    height: targets.length * 30 + 44,
    marginLeft: GAP_PX + LETTER_PX * Math.max(...letters, 0),
    marginRight: narrow ? 58 : 76,
    marginBottom: 36,
    y: { domain: [...targets], label: null, tickSize: 0, padding: 0.28, tickFormat: label },
  };
}

/** Broken at the space that leaves the shortest lines. */
function inTwoLines(text: string): string {
  const breaks = [...text.matchAll(/ /g)].map(({ index }) => index);
  const longer = (at: number) => Math.max(at, text.length - at - 1);
  const best = breaks.reduce((a, b) => (longer(b) < longer(a) ? b : a), 0);
  return text.length <= SHORT || best === 0 ? text : `${text.slice(0, best)}\n${text.slice(best + 1)}`;
}
