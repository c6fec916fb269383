/** What an icicle says: of a frame, of a search, of its views. */
import { formatMs, formatShare } from "../model/format.js";
import type { DrawnNode } from "../model/traces/drawn-tree.js";
import type { FrameSearch } from "../model/traces/frame-search.js";
import { capital } from "./words.js";

/** How calls are shown: equal ones as one, as they ran, or those around one function. */
export type IcicleView = "merged" | "ordered" | "sandwich";

/** Of a function in the middle, who called it or what it calls. */
export type SandwichHalf = "callers" | "callees";

interface FrameIn {
  readonly isRoot: boolean;
  readonly half?: SandwichHalf | undefined;
  /** The bucket of the frame's own time, as a reader knows it. */
  readonly destination: string;
}

/** "tokenize, /app/pipeline.py:12: 412 ms (34 %), 380 ms of it its own: Interpreter (glue)" */
export function frameSentence(
  node: DrawnNode,
  root: DrawnNode,
  { isRoot, half, destination }: FrameIn,
): string {
  const whole = root.totalMs;
  if (isRoot && half === undefined) {
    const rest = node.selfMs > whole / 1000 ? `, of which no frame covers ${formatMs(node.selfMs, 2)}` : "";
    return `${capital(node.name)}: ${formatMs(node.totalMs)}${rest}`;
  }
  const where = node.file === null ? "" : `, ${node.file}${node.line === null ? "" : `:${node.line}`}`;
  const repeats = (node.repeats ?? 1) > 1 ? `, called by itself up to ${node.repeats} deep` : "";
  const share = formatShare(whole > 0 ? node.totalMs / whole : 0);
  const title = `${node.name}${where}`;
  if (half === "callers" && isRoot) return `${title}: ${formatMs(whole)} in all, by whoever called it`;
  if (half === "callers")
    return `${title}: leads to ${root.name} for ${formatMs(node.totalMs)} (${share} of its time)`;
  const own =
    node.selfMs === 0
      ? "none of it its own"
      : node.selfMs === node.totalMs
        ? `all its own: ${destination}`
        : `${formatMs(node.selfMs, 2)} of it its own: ${destination}`;
  const time =
    half === "callees" && isRoot ? `${formatMs(whole)} in all` : `${formatMs(node.totalMs)} (${share})`;
  return `${title}: ${time}${repeats}, ${own}`;
}

/** What a search found; empty where nothing is looked for. */
export function searchSentence(found: FrameSearch | null, query: string): string {
  if (!found) return "";
  if (found.nodes.length === 0)
    return `No frame’s name or file holds “${query.trim()}”. What was merged as too thin cannot be found.`;
  const functions =
    found.functions === 1 ? "1 function" : `${found.functions.toLocaleString("en-US")} functions`;
  const frames =
    found.nodes.length === 1 ? "1 frame" : `${found.nodes.length.toLocaleString("en-US")} frames`;
  return `${capital(functions)} in ${frames} ${found.functions === 1 ? "matches" : "match"}: ${formatMs(found.ms)}, ${formatShare(found.share)} of the time; a stack with several counts once.`;
}

/** Which match is shown, to follow what the search found. */
export const matchSentence = (at: number, count: number, frame: string): string =>
  `${at + 1} of ${count}: ${frame}`;

export const ICICLE_LABEL = "Where the time goes, by calling frame.";

export const ICICLE_KEYS =
  "Arrow keys move between frames, Enter or a click zooms into one, Escape zooms out by one, Home shows the whole. S shows what calls the selected frame and what it calls.";

export const SANDWICH_KEYS =
  "Above is what leads to the frame, below what it calls, over all its calls; a stack in which it recurs counts once. Arrow keys, Enter and Escape work in both halves; Escape at the frame itself goes back; S puts the selected frame in the middle.";

/** Why calls can't be shown in the order of time. */
export const NO_ORDER = "not kept by this profile, or too long to draw";

/** How to read the drawing, by how its siblings are ordered. */
export function readingOf(view: IcicleView): string {
  const siblings =
    view !== "ordered"
      ? "calls of one function by one caller are one box, and width is time, not its order"
      : "time runs from left to right; what no frame covers is left free";
  const merged = view === "sandwich" ? "are merged, and calls among them are not counted" : "are merged";
  return `Callers lie above what they call; ${siblings}. A frame’s colour is the bucket of its own time: the part of it that no other frame lies below. Frames too thin to see ${merged}.`;
}
