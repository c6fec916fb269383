import type { JsonEventsReport, JsonObject } from "./json-events.js";

/** A string field, or "" where it is missing or not a string. */
export function textOf(event: JsonObject, key: string): string {
  const value = event[key];
  return typeof value === "string" ? value : "";
}

/** The event's args, or an empty object. */
export function argsOf(event: JsonObject): JsonObject {
  const { args } = event;
  return typeof args === "object" && args !== null ? (args as JsonObject) : {};
}

/** What the reader had to leave out, one sentence each. */
export function damageOf({
  damaged,
  firstDamagedAt,
  cutBytes,
  closed,
  isObject,
  end,
}: JsonEventsReport): string[] {
  const sentences: string[] = [];
  if (damaged > 0) {
    sentences.push(
      `${damaged} elements that are not valid JSON objects were dropped (the first at byte ${firstDamagedAt}).`,
    );
  }
  if (cutBytes !== null) {
    sentences.push(
      `The file ends within an event, so that its last ${cutBytes} bytes, from byte ${end - cutBytes}, were dropped.`,
    );
  }
  if (isObject && !closed && cutBytes === null) {
    sentences.push("The file ends before its array of events does: the events up to there were read.");
  }
  return sentences;
}
