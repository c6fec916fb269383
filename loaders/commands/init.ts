import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { CONFIG_FILE } from "../../src/model/config-file.ts";
import { newProjectConfig } from "../../src/model/project-config.ts";
import { print } from "../terminal/print.ts";

/** What Portolan writes by default, and nobody commits. */
const IGNORED = [".portolan/", "portolan-report/", "portolan-report.*/"];

export function registerInit(program: Command): void {
  program
    .command("init")
    .description(
      `make this folder a project of its own: write a commented ${CONFIG_FILE}, and lines for .gitignore`,
    )
    .action(() => {
      const written = [writeConfig(process.cwd()), addIgnored(process.cwd())];
      print([...written, "Next: npx portolan start"].join("\n"));
    });
}

function writeConfig(folder: string): string {
  const path = join(folder, CONFIG_FILE);
  if (existsSync(path)) return `${CONFIG_FILE} is there already, and stays as it is.`;
  writeFileSync(path, newProjectConfig(), { flag: "wx" });
  return `Wrote ${CONFIG_FILE}.`;
}

function addIgnored(folder: string): string {
  const path = join(folder, ".gitignore");
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const there = text.split("\n").map((line) => line.trim());
  const lines = IGNORED.filter((line) => !there.includes(line));
  if (lines.length === 0) return ".gitignore names what Portolan writes already.";
  const before = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  writeFileSync(path, `${before}${lines.join("\n")}\n`);
  return `Added ${lines.join(", ")} to .gitignore.`;
}
