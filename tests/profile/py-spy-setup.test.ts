import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askInterpreter } from "../../loaders/profile/pipeline-command.ts";
import { pySpyProfiler } from "../../loaders/profile/py-spy-profiler.ts";
import { programIn, type Setup } from "../../loaders/python/venv.ts";
import { workingPySpy } from "../fixtures/py-spy.ts";
import { temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";

const installed = await workingPySpy();
const { interpreter } = await askInterpreter("python", process.env.PYTHON || "python3");
temporaryHome();
const empty = temporaryFolder();

beforeEach(() => {
  vi.stubEnv("PATH", empty);
  vi.stubEnv("PORTOLAN_PYSPY", "");
});
afterEach(() => vi.unstubAllEnvs());

describe("where there is no py-spy", () => {
  it("one is not installed against the user's will, and the command that would is named", async () => {
    await expect(pySpyProfiler(interpreter, null)).rejects.toThrow(
      /^py-spy was not found\. To enable it: npx portolan setup profilers\. Or add --fallback cprofile/,
    );
  });

  it("says why it could not be installed", async () => {
    const offline = {
      ok: false,
      reason: "pip could not install py-spy: no route",
      enable: "connect",
    } as const;
    await expect(pySpyProfiler(interpreter, async () => offline)).rejects.toThrow(
      /^py-spy was not found, and pip could not install py-spy: no route\. To enable it: connect\. Or/,
    );
  });

  it.skipIf(!installed)("installs it once, and samples with it", async () => {
    const setUp = vi.fn(async (environment): Promise<Setup> => {
      const program = programIn(environment, "py-spy");
      mkdirSync(dirname(program), { recursive: true });
      symlinkSync(installed!, program);
      copyFileSync(environment.requirementsPath, join(environment.folder(), "portolan-requirements.txt"));
      return { ok: true };
    });
    expect(await pySpyProfiler(interpreter, setUp)).toMatchObject({ name: "py-spy", evidence: "sampled" });
    await pySpyProfiler(interpreter, setUp);
    expect(setUp).toHaveBeenCalledTimes(1);
  });
});
