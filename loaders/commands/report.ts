import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { nearest } from "../../src/model/nearest.ts";
import { writeWhole } from "../files/whole-file.ts";
import { buildSite, distFolder } from "../site/build.ts";
import { printPaper, requirePrinter } from "../site/paper/print.ts";
import { paperHtml, usualPages } from "../site/paper/sheets.ts";
import { singlePage } from "../site/portable/edition.ts";
import { placePortable } from "../site/portable/place.ts";
import { siteBrand } from "../site/site-brand.ts";
import { type ListedPage, readSiteReport, type SiteReport } from "../site/site-report.ts";
import { shownRun } from "../site/summary-loader.ts";
import { askedRuns } from "../store/asked-runs.ts";
import { print, say } from "../terminal/print.ts";
import { RUN_HELP, runOption } from "./run-option.ts";

interface Options {
  readonly portable?: string;
  readonly single?: string;
  readonly output?: string;
  readonly pdf?: string;
  readonly page?: readonly string[];
  readonly run?: string;
  readonly build?: boolean;
}

export function registerReport(program: Command): void {
  program
    .command("report")
    .description(
      "write the report as something to pass on: a folder, an archive, one file, or sheets of paper",
    )
    .option(
      "--portable <place>",
      "a folder that opens from a disk and from any host, or such a folder as one archive, where the name ends in .zip",
    )
    .option("--single <page>", "one page as one file with its styles, scripts and data: workload/embed-text")
    .option("-o, --output <file>", "where --single writes; <page>.html by default")
    .option(
      "--pdf <file>",
      "an edition for paper, by this system's Chromium: a cover, and sheets for every page",
    )
    .option(
      "--page <page...>",
      "the pages of --pdf; by default the overview, and every workload and recording",
    )
    .option("--run <id>", `the run to show; ${RUN_HELP}`, runOption)
    .option("--build", "build the site anew first, even if it is there")
    .action(report);
}

async function report(options: Options): Promise<void> {
  const { portable, single, output, pdf } = options;
  if (!portable && !single && !pdf)
    throw new Error(
      "say what to write: --portable <folder or file.zip>, --single <page> or --pdf <file>; several at once will do",
    );
  if (output && !single) throw new Error("-o names where --single writes; give --single <page>, too");
  if (options.page && !pdf) throw new Error("--page names the pages of --pdf; give --pdf <file>, too");
  if (pdf) await requirePrinter();
  const known = await builtReport(options);
  const site = distFolder();
  const alone = single === undefined ? null : pageNamed(known, single);
  const pages = options.page?.map((name) => pageNamed(known, name)) ?? usualPages(known);
  if (portable) {
    const target = resolve(portable);
    await placePortable(site, target);
    print(
      `Wrote ${target}: ${target.endsWith(".zip") ? "unpack it and open" : "open"} index.html, or put it on any host.`,
    );
  }
  if (alone) {
    const target = resolve(output ?? basename(alone.path));
    writeWhole(target, await singlePage(site, alone.path));
    print(`Wrote ${target}: ${alone.title}`);
  }
  if (pdf) {
    const brand = await siteBrand();
    const target = resolve(pdf);
    writeWhole(target, await printPaper(paperHtml(site, known, pages, brand), known, brand));
    print(`Wrote ${target}: a cover, and ${pages.map(({ path }) => nameOf(path)).join(", ")}.`);
  }
}

/** The site that is there, if it shows what is asked for; else one that is built now. */
async function builtReport({ run, build = false }: Options): Promise<SiteReport> {
  const there = readSiteReport(distFolder());
  const wanted = shownRun(run ?? null, () => {})?.run.header.runId ?? null;
  const isAlone = askedRuns(run).others.length === 0;
  if (there && !build && isAlone && there.runId === wanted) {
    say(`Using the report that is built in ${distFolder()}, of ${runText(there)}; --build builds it anew.`);
    return there;
  }
  say(`Building the site ${wanted === null ? "without a run" : `of run ${wanted}`} …`);
  await buildSite(run ?? null);
  return readSiteReport(distFolder())!;
}

const runText = ({ runId }: SiteReport) => (runId === null ? "no run yet" : `run ${runId}`);

const nameOf = (path: string) => path.replace(/\.html$/, "");

/** @throws Error that names what is allowed */
function pageNamed({ pages }: SiteReport, name: string): ListedPage {
  const wanted = nameOf(name.replace(/^\.?\//, ""));
  const page = pages.find(({ path }) => nameOf(path) === wanted);
  if (page) return page;
  const names = pages.map(({ path }) => nameOf(path));
  const [near] = nearest(wanted, names);
  throw new Error(
    `the report has no page "${name}"; it has ${names.join(", ")}${near === undefined ? "" : `. Did you mean ${near}?`}`,
  );
}
