import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../loaders/paths.ts";
import { runCommand } from "../../loaders/run-command.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

const folder = temporaryFolder();
const run = async (file: string, args: readonly string[], cwd: string, env = {}) => {
  const result = await runCommand(file, args, { cwd, env, timeoutMs: 300_000 });
  expect(result.ok, `${file} ${args.join(" ")}\n${result.stdout}${result.stderr}`).toBe(true);
  return result.stdout;
};

describe("the package", () => {
  const packed = run("npm", ["pack", "--json", "--pack-destination", folder], projectRoot).then(
    (text) => (JSON.parse(text) as Packed[])[0]!,
  );

  it("is of 3 MB at most, and holds what it needs and no tests", async () => {
    const { size, files } = await packed;
    expect(size).toBeLessThan(3e6);
    const paths = files.map(({ path }) => path);
    for (const path of [
      "bin/portolan.js",
      "observablehq.config.ts",
      "src/index.md",
      "markers/portolan_marker.py",
    ])
      expect(paths).toContain(path);
    expect(paths.filter((path) => /^tests\/|\.observablehq\/|__pycache__|^\.portolan/.test(path))).toEqual(
      [],
    );
  });

  // What npm would lay out, without fetching it: overrides are not a dependency's to make.
  it("resolves in an empty project to the versions that it was tried with", async () => {
    const empty = join(folder, "empty project");
    mkdirSync(empty);
    writeFileSync(join(empty, "package.json"), JSON.stringify({ name: "empty", private: true }));
    const tarball = join(folder, (await packed).filename);
    await run("npm", ["install", "--package-lock-only", "--prefer-offline", "--no-audit", tarball], empty);
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
      ["xzf", join(folder, (await packed).filename), "-C", join(modules, "portolan"), "--strip-components=1"],
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
