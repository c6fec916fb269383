import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registerReport } from "../../loaders/commands/report.ts";
import { temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

temporaryHome();

/** A site of two pages without scripts, as a build without a run leaves it. */
function site(): string {
  const folder = join(temporaryFolder(), "dist");
  mkdirSync(join(folder, "workload"), { recursive: true });
  mkdirSync(join(folder, "_file"));
  mkdirSync(join(folder, "_page"));
  const page = (title: string) =>
    `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title} | Portolan</title>\n</head>\n<body>\n<main id="observablehq-main"><h1>${title}</h1><img alt="" src="../_file/rack.png"></main>\n</body>\n</html>\n`;
  const pages = [
    { path: "index.html", title: "All stay.", description: "All stay." },
    { path: "workload/embed-text.html", title: "Embed text: stays.", description: "It stays." },
  ];
  for (const { path, title } of pages) writeFileSync(join(folder, path), page(title));
  writeFileSync(join(folder, "_file", "rack.png"), "a picture");
  const report = { portolanReport: 1, runId: null, suiteVersion: null, measuredOn: null, pages };
  writeFileSync(join(folder, "report.json"), JSON.stringify(report));
  return folder;
}

const run = (args: readonly string[], dist = site()) =>
  inProcess(registerReport, ["report", ...args], { PORTOLAN_DIST: dist });

describe("portolan report", () => {
  it("asks what to write, and refuses options that would do nothing", async () => {
    expect((await run([])).message).toMatch(/--portable <folder or file\.zip>, --single <page> or --pdf/);
    expect((await run(["--portable", "x", "-o", "y"])).message).toMatch(/-o names where --single writes/);
    expect((await run(["--portable", "x", "--page", "y"])).message).toMatch(
      /--page names the pages of --pdf/,
    );
  });

  it("says before anything is built how to get a browser that prints, where there is none", async () => {
    const args = ["report", "--pdf", join(temporaryFolder(), "x.pdf")];
    const env = { PORTOLAN_DIST: site(), PORTOLAN_CHROMIUM: "/no/browser" };
    const { message, stderr } = await inProcess(registerReport, args, env);
    expect(message).toMatch(/--pdf is printed by a browser, and .*; to have one: .*PORTOLAN_CHROMIUM/);
    expect(stderr).not.toContain("Using the report");
  });

  it("names the pages that there are where another is asked for, and writes nothing", async () => {
    const out = temporaryFolder();
    const { message } = await run(["--portable", join(out, "p"), "--single", "workload/embed-txt"]);
    expect(message).toMatch(
      /no page "workload\/embed-txt"; it has index, workload\/embed-text\. Did you mean/,
    );
    expect(existsSync(join(out, "p"))).toBe(false);
  });

  it("uses the report that is built, says so, and writes where it is told", async () => {
    const out = temporaryFolder();
    const [folder, file] = [join(out, "deep", "report"), join(out, "page.html")];
    const first = await run(["--portable", folder, "--single", "/workload/embed-text.html", "-o", file]);
    expect(first.stderr).toMatch(
      /Using the report that is built in .*, of no run yet; --build builds it anew/,
    );
    expect(first.stdout).toContain(`Wrote ${folder}: open index.html`);
    const single = readFileSync(file, "utf8");
    expect(single).toContain("Embed text: stays.");
    expect(single).toContain(`src="data:image/png;base64,${Buffer.from("a picture").toString("base64")}"`);
    // A report may be written over, other files not.
    expect((await run(["--portable", folder])).code).toBe(0);
    writeFileSync(join(out, "deep", "thesis.txt"), "mine");
    const refused = await run(["--portable", join(out, "deep")]);
    expect(refused.message).toMatch(/deep holds files that are no report; name a folder that is empty/);
    expect(existsSync(join(out, "deep", "thesis.txt"))).toBe(true);
  });
});
