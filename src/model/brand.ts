/** Whose report it is: what `report` in `portolan.config.yaml` says beside the folder. */
import { HEX_COLOUR, leastContrast, mixedUntil } from "./contrast.js";
import type { YamlFields } from "./yaml-fields.js";

export interface Brand {
  readonly team?: string;
  /** Path of a picture, as it is written. */
  readonly logo?: string;
  /** Of links and headings, in the light theme and on paper. */
  readonly accent?: string;
  readonly accentDark?: string;
  readonly confidentiality?: string;
  /** Where the report will be found, with a slash at its end. */
  readonly siteUrl?: string;
}

export const BRAND_KEYS = {
  team: { what: "whose report it is: in the header, the footer and on paper", example: "Platform team" },
  logo: { what: "a picture beside it, SVG or PNG, at most 64 KiB", example: "portolan/logo.svg" },
  accent: {
    what: "the colour of links and titles; it must stand out 4.5 : 1 from the pages",
    example: '"#8a1c4a"',
  },
  accentDark: {
    what: "the same in the dark theme; without it the accent is lightened as far as it has to be",
    example: '"#e58ab4"',
  },
  confidentiality: {
    what: "a line at the foot of every page and sheet",
    example: "Internal. Not to be passed on.",
  },
  siteUrl: {
    what: "where the report will be found, which cards in chats and addresses on paper need",
    example: "https://reports.example.com/portolan/",
  },
} as const satisfies Record<keyof Brand, { what: string; example: string }>;

/** What stands out less is hard to read (WCAG 2.2, 1.4.3). */
const LEAST_CONTRAST = 4.5;
/** What links and titles stand on, of `src/styles/tokens.css`: the page and its boxes. */
const LIGHT = { name: "light", grounds: ["#fdfcf9", "#e9f0f1"], towards: "#000000" };
const DARK = { name: "dark", grounds: ["#161d24", "#1b2730"], towards: "#ffffff" };
const MOST_CHARACTERS = { team: 60, confidentiality: 120 };

/** Notes every fault of it. */
export function readBrand(fields: YamlFields): Brand {
  const texts = Object.fromEntries(
    (Object.keys(BRAND_KEYS) as (keyof Brand)[]).flatMap((key) => {
      const text = fields.text(key)?.trim();
      return text === undefined ? [] : [[key, text]];
    }),
  ) as Brand;
  for (const [key, most] of Object.entries(MOST_CHARACTERS)) {
    const { length } = texts[key as keyof Brand] ?? "";
    if (length > most) fields.fault(key, `${key} has ${length} characters; give at most ${most}`);
  }
  if (texts.logo !== undefined && !/\.(?:svg|png)$/i.test(texts.logo))
    fields.fault("logo", `logo is ${texts.logo}: give an .svg or a .png`);
  checkColour(fields, "accent", texts.accent, LIGHT);
  checkColour(fields, "accentDark", texts.accentDark, DARK);
  const siteUrl = texts.siteUrl && checkedUrl(fields, texts.siteUrl);
  return siteUrl ? { ...texts, siteUrl } : texts;
}

function checkColour(fields: YamlFields, key: string, hex: string | undefined, theme: typeof LIGHT): void {
  if (hex === undefined) return;
  if (!HEX_COLOUR.test(hex)) {
    fields.fault(key, `${key} is ${hex}: give a colour as "#rrggbb", in quotes`);
    return;
  }
  const ratio = leastContrast(hex, theme.grounds);
  if (ratio >= LEAST_CONTRAST) return;
  const better = mixedUntil(hex, theme.towards, theme.grounds, LEAST_CONTRAST);
  fields.fault(
    key,
    `${key} ${hex} stands out only ${(Math.floor(ratio * 10) / 10).toFixed(1)} : 1 from the ${theme.name} theme’s grounds; give one of ${LEAST_CONTRAST} : 1 or more, such as "${better}"`,
  );
}

function checkedUrl(fields: YamlFields, text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.search + url.hash === "")
    return url.href.endsWith("/") ? url.href : `${url.href}/`;
  return fields.fault("siteUrl", `siteUrl is ${text}: give an address such as ${BRAND_KEYS.siteUrl.example}`);
}

/** The accent in both themes, where it is not the report’s own. */
export function accentsOf({ accent, accentDark }: Brand): {
  readonly light?: string;
  readonly dark?: string;
} {
  const dark = accentDark ?? (accent && mixedUntil(accent, DARK.towards, DARK.grounds, LEAST_CONTRAST));
  return { ...(accent ? { light: accent } : {}), ...(dark ? { dark } : {}) };
}
