/** What the page of a dropped profile says of what this browser keeps. */
import { formatBytes } from "../model/format.js";
import { listed } from "./words.js";

export const PRIVACY =
  "It is read in this page and nowhere else: nothing leaves your browser, which keeps a copy for a reload until you clear it.";

export const RESTORED = "Restored from this browser; nothing left it.";

export const STILL_KEPT = "This browser still keeps what you dropped before; nothing left it.";

export const CLEARED = "Cleared: this browser keeps nothing of it any more.";

export const NO_STORAGE =
  "This browser keeps nothing for this page, as in a private window: after a reload, drop the profile again.";

export const keptSentence = (count: number): string =>
  `This browser keeps ${count === 1 ? "it" : "both"} for a reload; nothing left it.`;

export const tooLargeToKeep = (names: readonly string[], bytes: number, most: number): string =>
  `${listed(names)} ${names.length === 1 ? "has" : "have"} ${formatBytes(bytes)}, more than the ${formatBytes(most)} that are kept here: after a reload, drop ${names.length === 1 ? "it" : "them"} again.`;

/**
 * Over a result that a later file could not replace.
 *
 * @param message what the reader of profiles said, perhaps of several lines
 */
export function stillSentence(shown: string, failed: string, message: string): string {
  const [reason = ""] = message.split("\n");
  const own = reason.startsWith(`${failed}: `) ? reason.slice(failed.length + 2) : reason;
  return `This is still the result of ${shown}; ${failed} could not be read: ${own}`;
}
