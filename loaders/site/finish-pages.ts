import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RunHeader } from "../../src/model/run-file.ts";
import { escaped } from "../../src/report/escaped.ts";
import { runLine } from "../../src/report/run-line.ts";
import { CARD_FILE, CARD_SIZE, cardSvg, pictureOf } from "./card.ts";
import { withPolicy } from "./content-security-policy.ts";
import type { Page } from "./fill-shell.ts";
import { Frame } from "./frame.ts";
import { withTermsUsed } from "./glossary-list.ts";
import { mendMarkup } from "./mend-markup.ts";
import type { Section } from "./navigation.ts";
import { notFoundPage } from "./not-found-page.ts";
import { descriptionOf, leadOf, titleOf } from "./page-text.ts";
import type { SiteBrand } from "./site-brand.ts";
import { firstPageFirst, type ListedPage, REPORT_FILE, type SiteReport } from "./site-report.ts";

const SKIP = '<a class="skip" href="#observablehq-main">Skip to the report</a>';

interface Finish {
  readonly shown: RunHeader | null;
  readonly brand: SiteBrand;
  readonly sections: readonly Section[];
}

/**
 * Writes the pages of a built and drawn site, each with what makes it one that is passed on: its frame, its language, a description, a
 * card, what it may do, and what stands at the foot of each printed sheet; the page for addresses that lead nowhere; and the list of pages.
 */
export async function finishPages(
  folder: string,
  pages: readonly Page[],
  { shown, brand, sections }: Finish,
): Promise<void> {
  const listed = pages
    .map(({ path, html }) => ({ path, title: titleOf(html), description: descriptionOf(html) }))
    .sort(firstPageFirst);
  const report: SiteReport = {
    portolanReport: 1,
    runId: shown?.runId ?? null,
    suiteVersion: shown?.suiteVersion ?? null,
    measuredOn: shown?.startedAt.slice(0, 10) ?? null,
    pages: listed,
  };
  const hasCard = await writeCard(folder, report, brand);
  const frame = new Frame(brand, sections);
  const byPath = new Map(listed.map((page) => [page.path, page]));
  for (const { path, html } of pages) {
    const framed = withTermsUsed(frame.around(path, mendMarkup(html)));
    const whole = withPolicy(finished(framed, byPath.get(path)!, report, { brand, hasCard }));
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), whole);
  }
  writeFileSync(join(folder, REPORT_FILE), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, "404.html"), notFoundPage(report.pages, REPORT_FILE, brand.siteUrl));
}

const runOf = ({ runId, suiteVersion }: SiteReport): string =>
  runId === null || suiteVersion === null ? "No run yet." : runLine(suiteVersion, runId);

/** One for the whole report, of what its first page found. */
async function writeCard(folder: string, report: SiteReport, brand: SiteBrand): Promise<boolean> {
  const overview = report.pages.find(({ path }) => path === "index.html");
  if (!overview) return false;
  const foot = [runOf(report), brand.confidentiality].filter((part) => part !== undefined).join(" ");
  const picture = await pictureOf(cardSvg(overview.title, leadOf(overview.description), foot, brand));
  if (picture) writeFileSync(join(folder, CARD_FILE), picture);
  return picture !== null;
}

function finished(
  html: string,
  page: ListedPage,
  report: SiteReport,
  { brand, hasCard }: { brand: SiteBrand; hasCard: boolean },
): string {
  const measured = report.measuredOn === null ? undefined : `Measured ${report.measuredOn}.`;
  const foot = [brand.team, brand.confidentiality, runOf(report), measured]
    .filter((part) => part !== undefined)
    .map((part) => part.replace(/([^.!?])$/, "$1."))
    .join(" ");
  const head = [
    `<meta name="description" content="${escaped(page.description)}">`,
    ...cardTags(page, brand, hasCard),
    `<style>${printFoot(foot)}</style>`,
  ].join("\n");
  return html
    .replace(/<html(?=[ >])(?![^>]*\blang=)/, '<html lang="en"')
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(page.title)} | Portolan</title>`)
    .replace("</head>", () => `${head}\n</head>`)
    .replace("<body>", () => `<body>\n${SKIP}`)
    .replace('<span id="run-id"></span>', () => `<span id="run-id">${runOf(report)}</span>`);
}

/** What a chat shows of a link. It fetches a picture by its whole address alone, which only the project knows. */
function cardTags(
  { path, title, description }: ListedPage,
  { siteUrl, team }: SiteBrand,
  hasCard: boolean,
): string[] {
  const whole = (place: string) => (siteUrl ? new URL(place, siteUrl).href : null);
  const picture = hasCard ? whole(CARD_FILE) : null;
  const properties = {
    "og:type": "website",
    "og:site_name": team ? `${team}, Portolan` : "Portolan",
    "og:title": title,
    "og:description": description,
    "og:url": whole(path),
    "og:image": picture,
    "og:image:width": picture && String(CARD_SIZE.width),
    "og:image:height": picture && String(CARD_SIZE.height),
    "og:image:alt": picture && title,
  };
  return [
    ...Object.entries(properties).flatMap(([name, value]) =>
      value === null ? [] : [`<meta property="${name}" content="${escaped(value)}">`],
    ),
    ...(picture ? ['<meta name="twitter:card" content="summary_large_image">'] : []),
  ];
}

/** Rules for paper know no text of a page: it stands in them. */
const printFoot = (text: string) =>
  `@media print { @page { @bottom-left { content: ${JSON.stringify(text).replaceAll("<", "")} } } }`;
