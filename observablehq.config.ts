import { docsList } from "./loaders/pages/docs-pages.ts";
import { ownPageList } from "./loaders/pages/own-pages.ts";
import { footerOf, headerOf, headOf } from "./loaders/site/frame.ts";
import { HOME, sectionsOf } from "./loaders/site/navigation.ts";
import { recordedPages } from "./loaders/site/recordings-loader.ts";
import { ANY_PAGES, IS_SHELL } from "./loaders/site/shell-ids.ts";
import { siteBrand } from "./loaders/site/site-brand.ts";
import { shownRun, wantedRun } from "./loaders/site/summary-loader.ts";
import { workloadPages } from "./loaders/site/workload-pages.ts";

/** A page that its own server does not rewrite: every link names a file, so any static host will do. */
const site = {
  root: "src",
  // By Node itself: a package's own folder of programs need not be where tsx is.
  interpreters: { ".ts": [process.execPath, "--import", "tsx"] },
  output: process.env.PORTOLAN_DIST || "dist",
  title: "Portolan",
  home: HOME.name,
  style: "style.css",
  globalStylesheets: [],
  preserveExtension: true,
  preserveIndex: true,
  duckdb: { extensions: { json: null, parquet: null } },
};

/** What a build keeps: nothing in it tells one report from another. The rest is put in by `loaders/site/`. */
const shell = () => ({ pages: [], sidebar: false, pager: false, footer: "", dynamicPaths: ANY_PAGES });

async function whole() {
  const brand = await siteBrand();
  const [recordings, workloads] = [
    recordedPages(),
    workloadPages(shownRun(wantedRun(), () => {})?.run.header ?? null),
  ];
  return {
    head: headOf(brand),
    header: headerOf(brand, "/"),
    footer: footerOf(brand),
    pages: sectionsOf({ own: ownPageList(), recordings, workloads, docs: docsList() }),
    dynamicPaths: [...workloads, ...recordings].map(({ path }) => path),
    pager: true,
  };
}

export default { ...site, ...(IS_SHELL ? shell() : await whole()) };
