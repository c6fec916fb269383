import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deployedFilesOf } from "../../loaders/harness/deployed-files.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const file = (name: string, contents: string) => {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
};

describe("what is deployed of a standalone target", () => {
  it("is every file that was built for a workload, as it lies and after gzip", async () => {
    const [module, weights] = [file("m.wasm", "code ".repeat(1000)), file("w.bin", "12345")];
    const artefacts = new Map([
      ["score-telemetry", { module, weights }],
      ["embed-text", { module }],
    ]);
    const files = await deployedFilesOf(artefacts);
    expect(files.map(({ name, workload, bytes }) => [name, workload, bytes])).toEqual([
      ["module", "score-telemetry", 5000],
      ["weights", "score-telemetry", 5],
      ["module", "embed-text", 5000],
    ]);
    expect(files[0]!.gzipBytes).toBeLessThan(200);
    expect(files[2]!.gzipBytes).toBe(files[0]!.gzipBytes);
  });

  it("is no folder, and nothing that is no path", async () => {
    const artefacts = new Map([["embed-text", { image: "portolan/embed-text:1", folder }]]);
    expect(await deployedFilesOf(artefacts)).toEqual([]);
  });
});
