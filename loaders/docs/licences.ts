import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../paths.ts";

interface Locked {
  readonly version: string;
  /** What its package.json says; a list of objects in old ones, which the lock file leaves out. */
  readonly license?: string;
  readonly dev?: boolean;
}

export interface Dependency {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly licence: string;
  /** Whether it is only for working on Portolan. */
  readonly isDev: boolean;
}

/** What old packages state in a way that the lock file does not keep, read in their package.json and LICENSE files. */
const STATED_OTHERWISE: Readonly<Record<string, string>> = { "json-bignum": "MIT", jstat: "MIT" };

/** Every package of the lock file, each version once, by name. */
export function dependencies(): Dependency[] {
  const { packages } = JSON.parse(readFileSync(join(projectRoot, "package-lock.json"), "utf8")) as {
    packages: Readonly<Record<string, Locked>>;
  };
  const found = new Map<string, Dependency>();
  for (const [path, { version, license, dev = false }] of Object.entries(packages)) {
    if (path === "") continue;
    const name = path.split("node_modules/").at(-1)!;
    const known = found.get(`${name}@${version}`);
    const isDev = dev && (known?.isDev ?? true);
    found.set(`${name}@${version}`, { name, version, licence: license ?? statedOtherwise(name), isDev });
  }
  return [...found.values()].sort((a, b) => order(a.name, b.name) || order(a.version, b.version));
}

/** By code units, so that no locale changes the document. */
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const statedOtherwise = (name: string) =>
  Object.hasOwn(STATED_OTHERWISE, name) ? STATED_OTHERWISE[name]! : "not stated";

const COPYLEFT = /\b(?:A|L)?GPL\b|\bSSPL\b|\bCC-BY-(?:NC|SA)|\bBUSL\b/i;

/** Whether an SPDX expression leaves a choice that asks nothing of Portolan's own licence. */
export function isFree(licence: string): boolean {
  const choices = licence.replace(/^\((.*)\)$/, "$1").split(/ OR /);
  return licence !== "not stated" && choices.some((choice) => !COPYLEFT.test(choice));
}

function groups(list: readonly Dependency[]): Map<string, Dependency[]> {
  const found = new Map<string, Dependency[]>();
  for (const one of list) found.set(one.licence, [...(found.get(one.licence) ?? []), one]);
  return found;
}

/** docs/licences.md. */
export function licencesDocument(): string {
  const all = dependencies();
  const section = (title: string, list: readonly Dependency[]) =>
    `## ${title}\n\n${[...groups(list)]
      .sort(([a, x], [b, y]) => y.length - x.length || order(a, b))
      .map(
        ([licence, ones]) =>
          `### ${licence}\n${ones.map(({ name, version }) => `${name} ${version}`).join(", ")}`,
      )
      .join("\n\n")}`;
  return `# Licences

Portolan is licensed under Apache-2.0. These are the ${all.length} packages of its lock file for all platforms, as they state
their licences; a test lets none in that leaves no choice but a copyleft licence. Written by \`npm run docs\`.

${section(
  "What Portolan runs on",
  all.filter(({ isDev }) => !isDev),
)}

${section(
  "Only for working on Portolan",
  all.filter(({ isDev }) => isDev),
)}
`;
}
