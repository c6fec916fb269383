/** Whose report a site is, as its pages show it. */

import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { accentsOf, type Brand } from "../../src/model/brand.ts";
import { escaped } from "../../src/report/escaped.ts";
import { userRoot } from "../paths.ts";
import { projectBrand } from "../project.ts";

export interface SiteBrand extends Omit<Brand, "logo"> {
  /** A data URI. */
  readonly logo?: string;
}

/** It stands in every page. */
const MOST_LOGO_BYTES = 64 << 10;

/** @throws Error where the logo cannot be used */
export async function siteBrand(): Promise<SiteBrand> {
  const { logo, ...brand } = await projectBrand();
  return logo === undefined ? brand : { ...brand, logo: logoOf(resolve(userRoot(), logo)) };
}

function logoOf(path: string): string {
  if (!existsSync(path))
    throw new Error(`report.logo in portolan.config.yaml names ${path}, which is not there`);
  const { size } = statSync(path);
  if (size > MOST_LOGO_BYTES)
    throw new Error(
      `report.logo, ${path}, has ${Math.ceil(size / 1024)} KiB, and it stands in every page; give one of at most ${MOST_LOGO_BYTES >> 10} KiB`,
    );
  const bytes = readFileSync(path);
  const type = /\.svg$/i.test(path) ? "image/svg+xml" : "image/png";
  return `data:${type};base64,${bytes.toString("base64")}`;
}

/** What stands where the report's own name would. */
export function brandMark({ team, logo }: SiteBrand, rose: string): string {
  const picture = logo ? `<img class="logo" src="${logo}" alt="" height="22">` : rose;
  return `${picture}<span>${team ? escaped(team) : "Portolan"}</span>`;
}

/** For the head: the accent in both themes. */
export function brandStyle(brand: SiteBrand): string {
  const { light, dark } = accentsOf(brand);
  const rules = [
    light ? `:root { --theme-foreground-focus: ${light}; }` : "",
    dark
      ? `@media screen and (prefers-color-scheme: dark) { :root { --theme-foreground-focus: ${dark}; } }`
      : "",
  ].filter((rule) => rule !== "");
  return rules.length === 0 ? "" : `<style>${rules.join("\n")}</style>\n`;
}

/** For the foot of a page, before what the report says of itself. */
export const brandFoot = ({ team, confidentiality }: SiteBrand): string =>
  [team, confidentiality]
    .filter((part) => part !== undefined)
    .map((part) => `<strong>${escaped(part.replace(/([^.!?])$/, "$1."))}</strong> `)
    .join("");
