import { traceFormats } from "../../model/traces/formats/index.js";

/** "py-spy and other speedscope files" for "speedscope": a format's title, or its id where it has none. */
export function formatTitle(id: string): string {
  return traceFormats.find((format) => format.id === id)?.title ?? id;
}
