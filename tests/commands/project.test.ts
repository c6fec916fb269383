import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { portolanHome, projectRoot, userRoot } from "../../loaders/paths.ts";
import { usualPricesFile } from "../../loaders/prices/read-prices.ts";
import { applyProjectConfig, usualFile } from "../../loaders/project.ts";
import { distFolder } from "../../loaders/site/build.ts";
import { cli } from "../fixtures/cli.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const before = { ...process.env };
const cwd = process.cwd();
afterEach(() => {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (name.startsWith("PORTOLAN_")) delete process.env[name];
  Object.assign(process.env, before);
});

/** A project with a space in its path, called from a folder below it. */
function projectWith(config: string): string {
  const root = join(realpathSync(temporaryFolder()), "our project");
  mkdirSync(join(root, "below"), { recursive: true });
  writeFileSync(join(root, "portolan.config.yaml"), config);
  for (const name of Object.keys(process.env)) if (name.startsWith("PORTOLAN_")) delete process.env[name];
  process.chdir(join(root, "below"));
  return root;
}

describe("the project that Portolan works for", () => {
  it("is the clone where nothing says otherwise", () => {
    delete process.env.PORTOLAN_ROOT;
    expect(userRoot()).toBe(projectRoot);
  });

  it("is the nearest folder above with a configuration, whose paths are relative to it", async () => {
    const root = projectWith(
      "portolanConfig: 1\nhome: data/portolan\nreport: site\nrules: our-rules.yaml\nprices: p.yaml\n",
    );
    await applyProjectConfig();
    expect(userRoot()).toBe(root);
    expect(portolanHome()).toBe(join(root, "data", "portolan"));
    expect(distFolder()).toBe(join(root, "site"));
    expect(usualFile("rules")).toBe(join(root, "our-rules.yaml"));
    expect(usualFile("policy")).toBeNull();
    expect(usualPricesFile()).toBe(join(root, "p.yaml"));
  });

  it("is told otherwise by the environment, which goes before the file", async () => {
    projectWith("portolanConfig: 1\nhome: data\n");
    process.env.PORTOLAN_HOME = "/elsewhere";
    await applyProjectConfig();
    expect(portolanHome()).toBe("/elsewhere");
  });
});

describe("portolan init", () => {
  it("writes a configuration and lines for .gitignore, once, and every command then follows it", async () => {
    const root = join(temporaryFolder(), "new project");
    mkdirSync(root);
    writeFileSync(join(root, ".gitignore"), "node_modules/");
    const env = { PORTOLAN_HOME: "", PORTOLAN_ROOT: "" };
    const first = await cli(["init"], { cwd: root, env });
    expect(first.stdout).toContain("Wrote portolan.config.yaml.");
    expect(first.stdout).toContain("Added .portolan/, portolan-report/, portolan-report.*/ to .gitignore.");
    const again = await cli(["init"], { cwd: root, env });
    expect(again.stdout).toMatch(/is there already[\s\S]*names what Portolan writes already/);
    writeFileSync(join(root, "portolan.config.yaml"), "portolanConfig: 1\nhoem: x\nreport: y\n");
    const faulty = await cli(["runs"], { cwd: root, env });
    expect(faulty.code).toBe(1);
    expect(faulty.stderr).toMatch(/portolan\.config\.yaml:2: .*unknown key "hoem".* did you mean home\?/);
  });
});
