/** The one reading of a number that somebody typed: into a form, an address, a file or the command line. */

type ParsedNumber =
  | { readonly state: "number"; readonly value: number }
  /** `fix` says what to write instead, where that can be told from what was typed. */
  | { readonly state: "invalid"; readonly fix: string | null };

const EXPONENTS: Readonly<Record<string, string>> = { "": "", k: "e3", K: "e3", M: "e6" };

/**
 * Reads `5`, `-0.25`, `1e6`, `1,200`, `1 200`, `3k` and `5M`. Refuses what is a different number elsewhere, such as
 * `1,5`, `0,500` and `1.234,56`, and what is none. Never gives NaN or infinity.
 *
 * @param unit the field's: a suffix that begins it is refused, since "512M" means MB where MB is asked for
 */
export function parseNumber(text: string, unit: string | null = null): ParsedNumber {
  const typed = text.trim().replace(/^−/, "-");
  const [, digits = "", suffix = ""] = /^(.*[\d.])\s*([kKM]?)$/.exec(typed) ?? [];
  const plain = isPlain(digits) ? digits : ungrouped(digits);
  if (plain === null) return { state: "invalid", fix: commaFix(typed) };
  if (suffix !== "" && unit?.toLowerCase().startsWith(suffix.toLowerCase()))
    return { state: "invalid", fix: `write ${plain} for ${plain} ${unit}` };
  const value = Number(`${plain}${EXPONENTS[suffix]}`);
  return Number.isFinite(value) ? { state: "number", value } : { state: "invalid", fix: null };
}

const isPlain = (digits: string) => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(digits);

/** Without thousands separators: one kind, in groups of three. Null for all else, as “0,500” is half of something. */
function ungrouped(digits: string): string | null {
  return /^[-+]?[1-9]\d{0,2}([,_\s])\d{3}(\1\d{3})*(\.\d*)?$/.test(digits)
    ? digits.replace(/[,_\s]/g, "")
    : null;
}

function commaFix(typed: string): string | null {
  const [, whole, rest] = /^([-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)),(\d+\s*[kKM]?)$/.exec(typed) ?? [];
  if (whole === undefined) return null;
  return `write ${whole.replaceAll(".", "")}.${rest}: a comma only separates thousands, as in 1,200`;
}
