import type { Oddities } from "../oddities.js";
import type { Interval } from "./interval.js";
import type { JsonEventsReport, JsonObject } from "./json-events.js";

/** An event's instant, µs; null, and noted, where it has no usable one. */
export function instantOf(event: JsonObject, oddities: Oddities): number | null {
  const { ts } = event;
  if (typeof ts === "number" && Number.isFinite(ts)) return ts;
  oddities.add("events whose ts is not a number of microseconds were dropped", { ts, name: event.name });
  return null;
}

/** A complete event's interval; null, and noted, where it has no usable one. */
export function intervalOf(event: JsonObject, oddities: Oddities): Interval | null {
  const startUs = instantOf(event, oddities);
  if (startUs === null) return null;
  const { dur } = event;
  if (typeof dur === "number" && dur >= 0 && Number.isFinite(startUs + dur)) {
    return { startUs, endUs: startUs + dur };
  }
  oddities.add("events whose dur is not a number of microseconds ≥ 0 were dropped", {
    dur,
    name: event.name,
  });
  return null;
}

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
