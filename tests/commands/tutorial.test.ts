import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { beforeAll, describe, expect, it } from "vitest";
import { portolan } from "../../loaders/cli.ts";
import { registerAdvise } from "../../loaders/commands/advise.ts";
import { registerCheck } from "../../loaders/commands/check.ts";
import { registerDecide } from "../../loaders/commands/decide.ts";
import { registerForecast } from "../../loaders/commands/forecast.ts";
import { registerInit } from "../../loaders/commands/init.ts";
import { registerMarkers } from "../../loaders/commands/markers.ts";
import { registerNew } from "../../loaders/commands/new.ts";
import { registerProfile } from "../../loaders/commands/profile.ts";
import type { RecordingJson } from "../../loaders/commands/recording-list.ts";
import { registerRuns } from "../../loaders/commands/runs.ts";
import { projectRoot } from "../../loaders/paths.ts";
import { workingPySpy } from "../fixtures/py-spy.ts";
import { setEnvironment, temporaryFolder } from "../fixtures/temporary-folder.ts";
import { writeForecastRun } from "./forecast-run.ts";
import { inProcess } from "./in-process.ts";

const pySpy = await workingPySpy();
const text = readFileSync(join(projectRoot, "docs/tutorial.md"), "utf8");
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, body]) => body!);

/** Each line as words and the file that it writes; words in quotes are one. */
const lines = blocks("sh")
  .flatMap((body) => body.trim().split("\n"))
  .map((line) => {
    const [command, output] = line.replace(/\s+#.*$/, "").split(" > ");
    const words = [...command!.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
    return { line, words, output: output?.trim() };
  });
const ours = lines
  .filter(({ words }) => words[0] === "npx" && words[1] === "portolan")
  .map(({ words, ...rest }) => ({ ...rest, words: words.slice(2) }));

const RUN: Readonly<Record<string, (program: Command) => void>> = {
  ...{ init: registerInit, markers: registerMarkers, profile: registerProfile, runs: registerRuns },
  ...{
    advise: registerAdvise,
    forecast: registerForecast,
    decide: registerDecide,
    check: registerCheck,
    new: registerNew,
  },
};
/** They measure for minutes, build a site, or go on until they are stopped: other tests are about them. */
const ELSEWHERE = ["doctor", "measure", "start", "dev", "build"];

/** Once, and with no profiler that this machine lacks. */
function quickly(words: readonly string[]): string[] {
  const at = words.indexOf("--");
  const own = words.slice(1, at).map((word, i, all) => (all[i - 1] === "--repeat" ? "1" : word));
  return [words[0]!, ...own, ...(pySpy ? [] : ["--fallback", "cprofile"]), ...words.slice(at)];
}

describe("docs/tutorial.md", () => {
  it("names commands that there are, with options that they have", async () => {
    for (const { words, line } of ours) {
      const command = (await portolan(words[0]!)).commands.find((one) => one.name() === words[0]);
      expect(command, line).toBeDefined();
      const end = words.indexOf("--");
      const options = words.slice(0, end < 0 ? undefined : end).filter((word) => word.startsWith("--"));
      expect(
        command!.options.map(({ long }) => long),
        line,
      ).toEqual(expect.arrayContaining(options));
      expect([...Object.keys(RUN), ...ELSEWHERE], line).toContain(words[0]);
    }
  });

  describe("followed", () => {
    const folder = temporaryFolder();
    const home = join(folder, ".portolan");
    let recording = "";
    const answers = new Map<
      string,
      { readonly code: number; readonly stdout: string; readonly stderr: string }
    >();

    beforeAll(async () => {
      const before = process.cwd();
      const restore = setEnvironment({
        PORTOLAN_ROOT: folder,
        PORTOLAN_HOME: home,
        ...(pySpy ? { PORTOLAN_PYSPY: pySpy } : {}),
      });
      process.chdir(folder);
      try {
        for (const body of [...blocks("python"), ...blocks("yaml")]) {
          const [, name] = /^# (\S+)\n/.exec(body)!;
          write(join(folder, name!), body.replace("range(150)", "range(50)"));
        }
        for (const { words, line, output } of ours) await follow(words, line, output);
      } finally {
        process.chdir(before);
        restore();
      }
    });

    async function follow(words: readonly string[], line: string, output: string | undefined): Promise<void> {
      const [name] = words;
      if (name === "measure") writeForecastRun(home);
      if (ELSEWHERE.includes(name!)) return;
      const args = (name === "profile" ? quickly(words) : words).map((word) =>
        word === "RECORDING" ? recording : word,
      );
      const ended = await inProcess(RUN[name!]!, args);
      answers.set(line, ended);
      if (output) write(join(folder, output), ended.stdout);
      if (name === "profile") {
        const { stdout } = await inProcess(registerRuns, ["runs", "--recordings", "--json"]);
        recording = (JSON.parse(stdout) as RecordingJson[])[0]!.recordingId;
      }
    }

    it("gives an answer at every step", () => {
      const failed = [...answers].filter(([line, { code }]) => code !== 0 && !line.includes(" check "));
      expect(failed.map(([line, { stderr }]) => `${line}\n${stderr}`)).toEqual([]);
      expect(answers.size).toBe(ours.filter(({ words }) => !ELSEWHERE.includes(words[0]!)).length);
    });

    it("reads the marks of the pipeline: all three buckets, and the requests", () => {
      const [, { stdout }] = [...answers].find(([line]) => line.includes(" profile "))!;
      expect(stdout).toMatch(/interpreter/i);
      expect(stdout).toMatch(/compute/i);
    });

    it("ends in a record that says who decides, and what would change it", () => {
      const record = readFileSync(join(folder, "docs/adr/0001-score-readings.md"), "utf8");
      expect(record).toMatch(/^---\nstatus: .*proposed/);
      expect(record).toContain("A. Smith");
      expect(record).toContain("B. Jones");
      expect(record).toContain(recording);
    });

    it("checks a policy, and says what is broken where one is", () => {
      const [, { code, stdout }] = [...answers].find(([line]) => line.includes(" check "))!;
      expect([0, 1]).toContain(code);
      expect(stdout).toMatch(/budget/i);
    });

    it("writes the page", () => expect(existsSync(join(folder, "pages/decision.md"))).toBe(true));
  });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
