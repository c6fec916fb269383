/** What the page says of fields that hold nothing valid, and of keys in a link that are no field's. */
import type { UnknownKey } from "../model/scenario/scenario-query.js";
import { listed } from "./words.js";

/** A field whose text is invalid, and the value that the answer goes by until it is right. */
export interface StandIn {
  readonly label: string;
  /** What it holds. */
  readonly given: string;
  /** What answers instead; empty for no limit. */
  readonly used: string;
}

/** Which values of the answer the form does not hold; empty where every field is right. */
export function standInSentence(standIns: readonly StandIn[]): string {
  if (standIns.length === 0) return "";
  const given = standIns.map((one) => `${one.label} “${one.given}”`);
  const one = standIns.length === 1;
  return `${listed(given)} will not do. Until ${one ? "it is" : "they are"} right the answer goes by ${usedOf(standIns)}, and the address stays as it is.`;
}

/** What a copied link holds. */
export function linkSentence(standIns: readonly StandIn[], compared: number): string {
  const aside = compared === 0 ? "" : `, and ${compared === 1 ? "the one" : `the ${compared}`} set aside`;
  if (standIns.length === 0) return `The link is copied; it carries the whole scenario${aside}.`;
  return `The link is copied. It carries the scenario of the answer, with ${usedOf(standIns)} in place of what will not do${aside}.`;
}

/** Keys that a link carries and nothing reads; empty where there is none. */
export function unknownKeysSentence(keys: readonly UnknownKey[]): string {
  if (keys.length === 0) return "";
  const named = keys.map(({ key, near }) => `“${key}”${near === null ? "" : ` (did you mean ${near}?)`}`);
  return `The link names ${listed(named)}: no such input, so that ${keys.length === 1 ? "it changes" : "they change"} nothing.`;
}

const usedOf = (standIns: readonly StandIn[]) =>
  listed(standIns.map(({ label, used }) => `${label} ${used === "" ? "without a limit" : used}`));
