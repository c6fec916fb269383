// `node tests/clean-install.js [20 22 24]`: installs what git tracks into a new folder under each Node, as the npm package
// `node` has it, without any package's install scripts, and looks whether the engines are there and code runs. A GB and some
// minutes each, so that it is no part of `npm test`.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Targets whose engines come from npm. */
const FROM_NPM = ["js", "wasm", "native", "pyodide"];

const asked = process.argv.slice(2);
for (const major of asked.length > 0 ? asked : ["20", "22", "24"]) {
  const folder = mkdtempSync(join(tmpdir(), "portolan-install-"));
  try {
    check(major, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function check(major, folder) {
  const [node, project] = [join(folder, "node"), join(folder, "project")];
  const quiet = { encoding: "utf8", maxBuffer: 1 << 26 };
  mkdirSync(node);
  // The package's own install script only chooses the one for this system, which is taken by its name here.
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  execFileSync("npm", ["install", "--prefix", node, "--ignore-scripts", `${name}@${major}`], quiet);
  const bin = join(node, "node_modules", name, "bin");
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    PORTOLAN_HOME: join(folder, "home"),
  };
  const run = (file, ...args) => execFileSync(file, args, { ...quiet, env, cwd: project });

  for (const path of execFileSync("git", ["ls-files", "-z"], { ...quiet, cwd: ROOT }).split("\0")) {
    if (path === "") continue;
    mkdirSync(dirname(join(project, path)), { recursive: true });
    cpSync(join(ROOT, path), join(project, path));
  }
  const said = run("npm", "ci", "--prefer-offline");
  const version = run("node", "--version").trim();
  if (!version.startsWith(`v${major}.`)) throw new Error(`Node is ${version}, not ${major}`);
  const { targets } = JSON.parse(run("node", "bin/portolan.js", "doctor", "--json"));
  const missing = FROM_NPM.filter((id) => !targets.find((target) => target.id === id).available);
  if (missing.length > 0) throw new Error(`Node ${version}: ${missing.join(", ")} cannot run`);
  const measured = ["--workload", "score-telemetry", "--target", ...FROM_NPM, "--budget", "60s", "--json"];
  const { cells } = JSON.parse(run("node", "bin/portolan.js", "measure", ...measured));
  const failed = cells.filter(({ state }) => state !== "ok");
  if (failed.length > 0) throw new Error(`Node ${version}: ${JSON.stringify(failed)}`);
  run("node", "node_modules/typescript/bin/tsc", "--noEmit");
  console.log(`Node ${version}: ${said.trim().split("\n").at(-1)}; ${cells.length} cells measured`);
}
