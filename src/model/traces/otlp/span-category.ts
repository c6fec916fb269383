/** What kind of work a span is, by its kind and its attributes' names; what it does is for the rules to say. */
import { BUCKETS } from "../../buckets.js";
import type { Oddities } from "../oddities.js";

const KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const;
export type SpanKind = (typeof KINDS)[number];

/** In JSON a number or the enumeration's name. */
export function spanKindOf(value: unknown): SpanKind {
  if (typeof value === "number") return KINDS[value] ?? "unspecified";
  const named = typeof value === "string" ? /^SPAN_KIND_(\w+)$/.exec(value)?.[1]?.toLowerCase() : undefined;
  return KINDS.find((kind) => kind === named) ?? "unspecified";
}

/** The attribute by which a program tells a span's bucket itself. */
export const BUCKET_ATTRIBUTE = "portolan.bucket";

/**
 * The frame's category: `portolan_…` where the span says its bucket, `otel_model` for a model's call, `otel_db` and
 * `otel_messaging`, else `otel_` and the span's kind.
 */
export function spanCategory(
  kind: SpanKind,
  attributes: ReadonlyMap<string, unknown>,
  oddities: Oddities,
): string {
  const bucket = attributes.get(BUCKET_ATTRIBUTE);
  if (BUCKETS.some((known) => known === bucket)) return `portolan_${bucket}`;
  if (bucket !== undefined) {
    oddities.add(
      `spans whose ${BUCKET_ATTRIBUTE} is not one of ${BUCKETS.join(", ")} were read without it`,
      bucket,
    );
  }
  const has = (prefix: string) => [...attributes.keys()].some((key) => key.startsWith(prefix));
  if (has("gen_ai.")) return "otel_model";
  if (has("db.")) return "otel_db";
  // Who processes a message works, as a server does.
  if (has("messaging.") && kind !== "consumer") return "otel_messaging";
  return `otel_${kind}`;
}
