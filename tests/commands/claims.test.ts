import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { registerClaims } from "../../loaders/commands/claims.ts";
import type { ClaimsJson } from "../../src/report/claims/output.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";
import { outputOf, RUN_ID, writeForecastRun } from "./forecast-run.ts";

const home = temporaryHome();
beforeEach(() => writeForecastRun(home));

describe("portolan claims", () => {
  it("prints every figure in a table, under the sentence that counts them", async () => {
    const text = await outputOf(registerClaims, ["claims"]);
    expect(text).toMatch(/^Of 45 published figures, /);
    expect(text).toMatch(/^ 000-a +throughput of Wasm beside native/m);
    expect(text).toMatch(/^ x-e /m);
    expect(text).toContain("--markdown");
  });

  it("prints as data what has one of the verdicts that are asked for", async () => {
    const args = ["claims", "--json", "--run", RUN_ID, "--verdict", "not reproduced", "partly"];
    const made = JSON.parse(await outputOf(registerClaims, args)) as ClaimsJson;
    expect(made).toMatchObject({ portolanClaims: 1, runId: RUN_ID });
    expect(new Set(made.claims.map(({ verdict }) => verdict))).toEqual(new Set(["partly", "not reproduced"]));
  });

  it("prints as Markdown, with the sources", async () => {
    const text = await outputOf(registerClaims, ["claims", "--markdown", "--verdict", "not testable here"]);
    expect(text).toMatch(/^# Published figures, held against measurement\n/);
    expect(text).toContain("## Not So Fast: Analyzing the Performance of WebAssembly vs. Native Code");
    expect(text).not.toContain("000-s");
  });

  it("says what arithmetic tells where nothing was measured", async () => {
    rmSync(join(home, "runs"), { recursive: true });
    const made = JSON.parse(await outputOf(registerClaims, ["claims", "--json"])) as ClaimsJson;
    expect(made.runId).toBeNull();
    expect(made.claims.find(({ id }) => id === "000-s")!.verdict).toBe("not reproduced");
    expect(made.claims.find(({ id }) => id === "000-a")!.takes).toContain("npx portolan measure");
  });

  it.each([
    [["--verdict", "true"], "Allowed choices are reproduced, partly"],
    [["--json", "--markdown"], "choose one of them"],
    [["--run", "none"], RUN_ID],
  ])("refuses %s", async (args, message) => {
    await expect(outputOf(registerClaims, ["claims", ...args])).rejects.toThrow(message);
  });
});
