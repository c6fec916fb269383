/** The ledger as data and as Markdown, for the command line. */
import { heading, Markdown, md, sections, table } from "../markdown.js";
import { capital } from "../words.js";
import type { CheckedClaim, ClaimVerdict, Evidence, Recomputed } from "./claim.js";
import { ledgerFinding, ledgerStandfirst } from "./ledger.js";
import type { Range, Unit } from "./reading.js";
import { differsText, measuredOn, missingText, readingsSummary, readingText } from "./text.js";

export interface ClaimsJson {
  readonly portolanClaims: 1;
  /** Null where nothing was measured yet. */
  readonly runId: string | null;
  readonly finding: string;
  readonly claims: readonly {
    readonly id: string;
    readonly source: {
      readonly title: string;
      readonly by: string;
      readonly date: string;
      readonly url: string | null;
    };
    readonly says: string;
    readonly figure: string;
    readonly recomputed: Recomputed | null;
    readonly readings: readonly (Range & {
      readonly where: string;
      readonly unit: Unit;
      readonly value: number;
      /** What was published for it, in its unit; null for an end that is open. */
      readonly published: { readonly low: number | null; readonly high: number | null };
      readonly text: string;
    })[];
    readonly verdict: ClaimVerdict;
    readonly why: string;
    /** The command that would measure it, or what a test takes; null where it is decided. */
    readonly takes: string | null;
  }[];
}

/**
 * @param all the whole ledger, of which the finding speaks
 * @param shown those that were asked for
 */
export function claimsJson(
  { summary }: Evidence,
  all: readonly CheckedClaim[],
  shown: readonly CheckedClaim[],
): ClaimsJson {
  const finite = (end: number) => (Number.isFinite(end) ? end : null);
  return {
    portolanClaims: 1,
    runId: summary?.runId ?? null,
    finding: ledgerFinding(all),
    claims: shown.map((one) => {
      const { claim, readings, verdict } = one;
      const { title, by, date, url } = claim.source;
      return {
        ...{ id: claim.id, source: { title, by, date, url }, says: claim.says, figure: claim.figure },
        recomputed: claim.recomputed ?? null,
        readings: readings.map((reading) => {
          const { where, unit, value, low, high, expected } = reading;
          const published = expected ?? (claim.by === "run" ? claim.published : { low: 0, high: Infinity });
          return {
            ...{ where, unit, value, low, high },
            published: { low: finite(published.low), high: finite(published.high) },
            text: readingText(reading),
          };
        }),
        verdict,
        why: differsText(one),
        takes: missingText(one),
      };
    }),
  };
}

export function claimsMarkdown(
  evidence: Evidence,
  all: readonly CheckedClaim[],
  shown: readonly CheckedClaim[],
): string {
  const sources = [...new Set(shown.map(({ claim }) => claim.source))];
  return sections(
    heading(1, "Published figures, held against measurement"),
    `${ledgerFinding(all)} ${ledgerStandfirst(all)}`,
    measuredOn(evidence),
    ...sources.flatMap((source): (string | Markdown)[] => [
      heading(2, source.title),
      md`${source.by}; ${source.date}.${new Markdown(source.url === null ? "" : ` <${source.url}>`)}`,
      table(
        ["", "Published", "From its own inputs", "Measured here", "Verdict", "Why they differ"],
        shown
          .filter(({ claim }) => claim.source === source)
          .map((one) => [
            one.claim.id,
            `${capital(one.claim.says)}: ${one.claim.figure}`,
            one.claim.recomputed?.gives ?? "–",
            measuredText(one),
            one.verdict,
            differsText(one),
          ]),
      ),
    ]),
  );
}

/** In a cell of a table: what was read, and what is missing. */
export const measuredText = (one: CheckedClaim): string =>
  [...readingsSummary(one.readings).map((line) => `${line}.`), missingText(one) ?? ""]
    .filter(Boolean)
    .join(" ") || "–";
