/** Glue work: what pre- and post-processing in plain JavaScript looks like. */

const SYLLABLES = ["ka", "lo", "mi", "ren", "tor", "vas", "ul", "pe", "shi", "dor"];
const WORDS = Array.from({ length: 400 }, (_, i) =>
  Array.from({ length: 1 + ((i * 7) % 5) }, (_, j) => SYLLABLES[(i * 13 + j * 29) % 10]).join(""),
);
const TEXT = WORDS.join(" ");
const VOCABULARY = new Map(
  SYLLABLES.flatMap((a) => ["", ...SYLLABLES].map((b) => a + b)).map((piece, i) => [piece, i]),
);
const BOXES = Array.from({ length: 120 }, (_, i) => ({
  x: (i * 197) % 600,
  y: (i * 131) % 400,
  size: 20 + ((i * 53) % 80),
  score: ((i * 71) % 100) / 100,
}));

/** Greedy longest-match word pieces, as WordPiece does it. */
function tokenise() {
  const ids = [];
  for (const word of TEXT.toLowerCase().split(" ")) {
    let start = 0;
    while (start < word.length) {
      let end = word.length;
      while (end > start && !VOCABULARY.has(word.slice(start, end))) end--;
      if (end === start) break;
      ids.push(VOCABULARY.get(word.slice(start, end)));
      start = end;
    }
  }
  return ids;
}

/** Non-maximum suppression of square boxes in loops. */
function suppress() {
  const kept = [];
  for (const box of [...BOXES].sort((a, b) => b.score - a.score)) {
    const covered = kept.some((other) => {
      const width = Math.min(box.x + box.size, other.x + other.size) - Math.max(box.x, other.x);
      const height = Math.min(box.y + box.size, other.y + other.size) - Math.max(box.y, other.y);
      const overlap = Math.max(0, width) * Math.max(0, height);
      return overlap > 0.5 * (box.size ** 2 + other.size ** 2 - overlap);
    });
    if (!covered) kept.push(box);
  }
  return kept;
}

/** Counts in a map, sorted, and rendered as text. */
function tally() {
  const counts = new Map();
  for (const [word] of TEXT.matchAll(/[a-z]{1,4}/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([word, count]) => `${word}: ${((count * 100) / counts.size).toFixed(2)} %`)
    .join("\n");
}

/** A rolling mean and its alarms over a list of numbers. */
function smooth() {
  const window = [];
  let total = 0;
  let alarms = 0;
  for (let i = 0; i < 4000; i++) {
    const value = ((i * 37) % 101) / 10;
    window.push(value);
    total += value;
    if (window.length > 16) total -= window.shift();
    if (value > (1.6 * total) / window.length) alarms++;
  }
  return alarms;
}

export const glueWork = { tokenise, suppress, tally, smooth };
