/** OpenTelemetry's spans as OTLP's JSON encoding has them: one document, an array of them, or one on each line. */
import { LONGEST_MS } from "../duration.js";
import { asArray, asText, decodeText, isObject, type JsonObject, parseJsonFile } from "../json-file.js";
import type { Oddities } from "../oddities.js";
import type { Interval } from "../timeline/interval.js";
import { type SpanKind, spanCategory, spanKindOf } from "./span-category.js";

export interface OtlpSpan extends Interval {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentId: string;
  readonly name: string;
  /** The instrumentation's name, or null. */
  readonly scope: string | null;
  readonly kind: SpanKind;
  readonly category: string;
  /** Of the resource: spans of one service and process share a clock. */
  readonly clock: number;
}

interface OtlpFile {
  /** Their times count from the first one's start. */
  readonly spans: readonly OtlpSpan[];
  /** Languages of the SDKs. */
  readonly languages: ReadonlySet<string>;
}

const TITLE = "OpenTelemetry spans (OTLP JSON)";
const LONGEST_NS = BigInt(LONGEST_MS) * 1_000_000n;

/** @throws TraceError where it is no JSON */
export function readOtlp(bytes: Uint8Array, oddities: Oddities): OtlpFile {
  const reader = new OtlpReader(oddities);
  for (const document of documentsOf(bytes, oddities)) reader.take(document);
  return { spans: reader.spans, languages: reader.languages };
}

function documentsOf(bytes: Uint8Array, oddities: Oddities): readonly unknown[] {
  const documents: unknown[] = [];
  const damaged: string[] = [];
  for (const line of decodeText(bytes, TITLE).split("\n")) {
    if (line.trim() === "") continue;
    try {
      documents.push(JSON.parse(line));
    } catch {
      damaged.push(line);
    }
  }
  // A document that is indented has lines that are JSON by accident, but none that is one of its own.
  if (damaged.length > 0 && !documents.some(isDocument)) return listed(parseJsonFile(bytes, TITLE));
  for (const line of damaged) oddities.add("lines are no JSON and were dropped", line);
  return documents.flatMap(listed);
}

function isDocument(value: unknown): boolean {
  return listed(value).some(
    (item) => isObject(item) && (item.resourceSpans ?? item.resource_spans) !== undefined,
  );
}

function listed(value: unknown): readonly unknown[] {
  return asArray(value) ?? [value];
}

class OtlpReader {
  readonly spans: OtlpSpan[] = [];
  readonly languages = new Set<string>();
  readonly #oddities: Oddities;
  readonly #clocks = new Map<string, number>();
  #baseNs: bigint | null = null;

  constructor(oddities: Oddities) {
    this.#oddities = oddities;
  }

  take(document: unknown): void {
    for (const group of objectsIn(document, "resourceSpans", "resource_spans")) {
      const resource = attributesOf(group.resource);
      const language = resource.get("telemetry.sdk.language");
      if (typeof language === "string") this.languages.add(language);
      const service = [
        resource.get("service.name"),
        resource.get("service.instance.id"),
        resource.get("host.name"),
      ];
      const key = JSON.stringify(service);
      const clock = this.#clocks.get(key) ?? this.#clocks.size;
      this.#clocks.set(key, clock);
      for (const scoped of objectsIn(group, "scopeSpans", "scope_spans", "instrumentationLibrarySpans")) {
        const scope = isObject(scoped.scope) ? scoped.scope : scoped.instrumentationLibrary;
        const name = isObject(scope) ? asText(scope.name) : null;
        for (const span of objectsIn(scoped, "spans")) this.#add(span, name, clock);
      }
    }
  }

  #add(span: JsonObject, scope: string | null, clock: number): void {
    const startNs = asNanoseconds(span.startTimeUnixNano ?? span.start_time_unix_nano);
    const endNs = asNanoseconds(span.endTimeUnixNano ?? span.end_time_unix_nano);
    const name = asText(span.name) ?? "(unnamed)";
    if (startNs === null || endNs === null || endNs < startNs || endNs - startNs > LONGEST_NS) {
      this.#oddities.add("spans were dropped, as they do not start and end within a year", name);
      return;
    }
    this.#baseNs ??= startNs;
    const attributes = attributesOf(span);
    const kind = spanKindOf(span.kind);
    const us = (ns: bigint): number => Number(ns - this.#baseNs!) / 1e3;
    this.spans.push({
      traceId: asText(span.traceId ?? span.trace_id) ?? "",
      spanId: asText(span.spanId ?? span.span_id) ?? `nameless ${this.spans.length}`,
      parentId: asText(span.parentSpanId ?? span.parent_span_id) ?? "",
      name,
      scope,
      kind,
      category: spanCategory(kind, attributes, this.#oddities),
      clock,
      startUs: us(startNs),
      endUs: us(endNs),
    });
  }
}

/** The objects of a list, by whichever name it has. */
function objectsIn(value: unknown, ...names: readonly string[]): readonly JsonObject[] {
  if (!isObject(value)) return [];
  const list = names.map((name) => asArray(value[name])).find((found) => found !== null);
  return (list ?? []).filter(isObject);
}

/** An integer of 64 bits is a string in OTLP's JSON; some exporters write a number. */
function asNanoseconds(value: unknown): bigint | null {
  if (typeof value === "string" && /^\d{1,20}$/.test(value)) return BigInt(value);
  return typeof value === "number" && Number.isSafeInteger(Math.trunc(value / 1e6)) && value >= 0
    ? BigInt(Math.trunc(value))
    : null;
}

/** Text by key; other values as they are. */
function attributesOf(value: unknown): ReadonlyMap<string, unknown> {
  const attributes = new Map<string, unknown>();
  for (const { key, value: given } of objectsIn(value, "attributes")) {
    if (typeof key !== "string") continue;
    const { stringValue, string_value: old } = isObject(given) ? given : {};
    attributes.set(key, stringValue ?? old ?? given);
  }
  return attributes;
}
