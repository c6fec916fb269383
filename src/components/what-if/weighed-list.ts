import { type Acceptability, type Weighed, weighed } from "../../model/decision/acceptability.js";
import type { Decision } from "../../model/decision/decide.js";

/** The same as plain data, which a worker can send: an option by its title. */
export interface WeighedList {
  readonly anchors: Readonly<Record<Weighed, number>>;
  readonly rows: readonly (Omit<Acceptability, "option"> & { readonly title: string })[];
}

export function weighedList(decision: Decision): WeighedList | null {
  const found = weighed(decision);
  if (found === null) return null;
  const rows = found.options.map(({ option, ...rest }) => ({ ...rest, title: option.title }));
  return { anchors: found.anchors, rows };
}
