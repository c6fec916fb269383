import { docsList } from "./loaders/pages/docs-pages.ts";
import { ownPageList } from "./loaders/pages/own-pages.ts";
import { glossaryList } from "./loaders/site/glossary-list.ts";
import { HEAD_SCRIPT } from "./loaders/site/head-script.ts";
import { PAGES_BUTTON, PAGES_SCRIPT } from "./loaders/site/pages-button.ts";
import { recordedPages } from "./loaders/site/recordings-loader.ts";
import { brandFoot, brandMark, brandStyle, siteBrand } from "./loaders/site/site-brand.ts";
import { workloadPages } from "./loaders/site/workload-pages.ts";

const HULL_BLUE = "#17607f";

/** A wind rose of eight rhumbs, as on the charts that the project is named after. */
const ROSE =
  '<path d="M16 1l3 12 12 3-12 3-3 12-3-12L1 16l12-3z"/><path d="M6 6l7.5 5.5L16 16l-4.5-2.5zM26 6l-5.5 7.5L16 16l2.5-4.5zM26 26l-7.5-5.5L16 16l4.5 2.5zM6 26l5.5-7.5L16 16l-2.5 4.5z" opacity=".45"/>';

/** As base64: Framework encodes an address once more, and would spoil one that is encoded by percent signs. */
const icon = `data:image/svg+xml;base64,${Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="${HULL_BLUE}">${ROSE}</svg>`,
).toString("base64")}`;

const rose = `<svg class="rose" viewBox="0 0 32 32" width="22" height="22" fill="currentColor" aria-hidden="true">${ROSE}</svg>`;

const brand = await siteBrand();
const recordings = recordedPages();
const workloads = workloadPages();
const own = ownPageList();

const section = (name: string, pages: readonly { readonly name: string; readonly path: string }[]) => ({
  name,
  pages,
  open: true,
  collapsible: false,
});

/** A page that its own server does not rewrite: every link names a file, so any static host will do. */
export default {
  root: "src",
  // By Node itself: a package's own folder of programs need not be where tsx is.
  interpreters: { ".ts": [process.execPath, "--import", "tsx"] },
  output: process.env.PORTOLAN_DIST || "dist",
  title: "Portolan",
  home: "Overview",
  style: "style.css",
  globalStylesheets: [],
  preserveExtension: true,
  preserveIndex: true,
  duckdb: { extensions: { json: null, parquet: null } },
  head: `<link rel="icon" href="${icon}">
<meta name="color-scheme" content="light dark">
${brandStyle(brand)}<script>${HEAD_SCRIPT}</script>`,
  header: `<noscript><p class="no-scripts">This is the report as it was built. Conditions, dropped files, queries and measuring in this
browser need JavaScript, which is off.</p></noscript>${PAGES_BUTTON}<a class="brand" href="/index.html">${brandMark(brand, rose)}</a>
${PAGES_SCRIPT}`,
  footer: `${glossaryList()}
<p>${brandFoot(brand)}Portolan charts where inference time goes, and which port deserves the voyage. <span id="run-id"></span>
Everything here lies in this folder; no request leaves it.</p>`,
  // The order is the report's argument, and that of the links to the next page.
  pages: [
    ...(own.length > 0 ? [{ ...section("Your pages", own), pager: "own" }] : []),
    section("Where the time goes", [{ name: "Your profile", path: "/profile" }, ...recordings]),
    section("What each course does to it", [
      ...workloads,
      { name: "In your own browser", path: "/live" },
      { name: "Crossing a boundary", path: "/boundary" },
      { name: "Wasm’s features", path: "/wasm-features" },
      { name: "Runtimes", path: "/runtimes" },
      { name: "Cold start", path: "/cold-start" },
      { name: "Native, Wasm, Docker", path: "/comparison" },
      { name: "Language models", path: "/language-models" },
    ]),
    section("What it costs, and what would change our mind", [{ name: "What-if", path: "/what-if" }]),
    section("How we know", [
      { name: "Method", path: "/method" },
      { name: "Runs", path: "/runs" },
      { name: "Calibration", path: "/calibration" },
      { name: "Claims", path: "/claims" },
      { name: "Data", path: "/data" },
    ]),
    { name: "Documentation", open: false, pager: "docs", pages: docsList() },
  ],
  dynamicPaths: [...workloads.map(({ path }) => path), ...recordings.map(({ path }) => path)],
  pager: true,
};
