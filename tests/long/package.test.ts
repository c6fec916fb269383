import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../loaders/paths.ts";
import { packed, run } from "../fixtures/packed.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();

describe("the package", () => {
  const made = packed();

  // What npm would lay out, without fetching it: overrides are not a dependency's to make.
  it("resolves in an empty project to the versions that it was tried with", async () => {
    const empty = join(folder, "empty project");
    mkdirSync(empty);
    writeFileSync(join(empty, "package.json"), JSON.stringify({ name: "empty", private: true }));
    const { file } = await made;
    await run("npm", ["install", "--package-lock-only", "--prefer-offline", "--no-audit", file], empty);
    const lockOf = (path: string) =>
      (
        JSON.parse(readFileSync(join(path, "package-lock.json"), "utf8")) as {
          packages: Record<string, { version: string; dependencies?: Record<string, string> }>;
        }
      ).packages;
    const [laid, ours] = [lockOf(empty), lockOf(projectRoot)];
    const versions = (packages: typeof laid, name: string) =>
      Object.entries(packages).flatMap(([path, { version }]) =>
        path.endsWith(`node_modules/${name}`) ? [version] : [],
      );
    for (const name of ["@uwdata/flechette", "rollup", "@observablehq/framework", "@duckdb/duckdb-wasm"])
      expect(versions(laid, name), name).toEqual(versions(ours, name));
  });

  it("works for the project that it is installed in, whose path has a blank, and writes into no other", async () => {
    const project = join(folder, "our project");
    const modules = join(project, "node_modules");
    mkdirSync(join(modules, "portolan"), { recursive: true });
    mkdirSync(join(project, "below"));
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "ours", private: true }));
    await run(
      "tar",
      ["xzf", (await made).file, "-C", join(modules, "portolan"), "--strip-components=1"],
      folder,
    );
    for (const name of readdirSync(join(projectRoot, "node_modules")))
      symlinkSync(join(projectRoot, "node_modules", name), join(modules, name));
    const env = { PORTOLAN_HOME: "", PORTOLAN_DIST: "", PORTOLAN_ROOT: "", PORTOLAN_PRICES: "" };
    const bin = join(modules, "portolan", "bin", "portolan.js");
    const portolan = (...args: string[]) =>
      run(process.execPath, [bin, ...args], join(project, "below"), env);
    await run(process.execPath, [bin, "init"], project, env);
    await portolan("measure", "--workload", "score-telemetry", "--target", "js", "--no-boundary");
    expect(readdirSync(join(project, ".portolan", "runs"))).toHaveLength(1);
    await portolan("build", "--live", "none");
    const page = readFileSync(join(project, "portolan-report", "workload", "score-telemetry.html"), "utf8");
    expect(page).toContain("<script");
    expect(existsSync(join(modules, "portolan", ".portolan"))).toBe(false);
    expect(readdirSync(project).sort()).toEqual([
      ...[".gitignore", ".portolan", "below", "node_modules", "package.json"],
      ...["portolan-report", "portolan.config.yaml"],
    ]);
    expect(readdirSync(join(project, "below"))).toEqual([]);
    // It measures, and builds a whole report.
  }, 300_000);
});
