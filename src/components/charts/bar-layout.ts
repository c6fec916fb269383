/** What all horizontal bar charts of targets share. */
export function barLayout(targets: readonly string[], width: number) {
  const narrow = width < 560;
  return {
    width,
    height: targets.length * 30 + 44,
    marginLeft: narrow ? 108 : 128,
    marginRight: narrow ? 58 : 76,
    marginBottom: 36,
    y: { domain: [...targets], label: null, tickSize: 0, padding: 0.28 },
  };
}
