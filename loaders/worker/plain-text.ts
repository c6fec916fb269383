/**
 * A message as one line of text, for a worker in a language without a reader of JSON: `path=value` fields, separated by tabs.
 * What is null or empty is left out.
 *
 * @throws Error where a value holds a tab or an end of line
 */
export function plainText(value: unknown): string {
  return fieldsOf(value, "")
    .map(([path, text]) => {
      if (/[\t\n]/.test(text))
        throw new Error(`${path} is ${JSON.stringify(text)}; a worker takes no tab and no end of line`);
      return `${path}=${text}`;
    })
    .join("\t");
}

function fieldsOf(value: unknown, path: string): [string, string][] {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) =>
    fieldsOf(inner, path === "" ? key : `${path}.${key}`),
  );
}
