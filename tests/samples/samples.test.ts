import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fileName } from "../../src/components/profile/samples.ts";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import { sourceOf } from "../../src/model/traces/byte-source.ts";
import { traceFormats } from "../../src/model/traces/formats/index.ts";
import { gunzip, isGzip } from "../../src/model/traces/gunzip.ts";
import { importTrace } from "../../src/model/traces/import.ts";
import { defaultRules as rules } from "../fixtures/default-rules.ts";

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
/** As the page lists them: format → file. */
const listed = [
  ...readFileSync(source("profile.md"), "utf8").matchAll(
    /"?([\w-]+)"?: FileAttachment\("samples\/([^"]+)"\)/g,
  ),
].map(([, format, file]) => ({ format: format!, file: file! }));

describe("the samples of the page", () => {
  it("are one for each format, and nothing else lies beside them", () => {
    const known = traceFormats.map(({ id }) => id);
    expect(listed.map(({ format }) => format).sort()).toEqual([...known].sort());
    expect(readdirSync(source("samples")).sort()).toEqual(listed.map(({ file }) => file).sort());
  });

  it("weigh less than 1.2 MB together", () => {
    const bytes = listed.reduce((sum, { file }) => sum + readFileSync(source(`samples/${file}`)).length, 0);
    expect(bytes).toBeLessThan(1_200_000);
  });

  it.each(listed)("$file is read as $format, and at least 80 % of it is attributed", ({ format, file }) => {
    const bytes = readFileSync(source(`samples/${file}`));
    expect(bytes.length).toBeLessThan(150_000);
    const profile = importTrace(bytes, file);
    expect(profile.format).toBe(format);
    const { coverage, buckets } = attributeTrace(profile, rules);
    expect(coverage).toBeGreaterThan(0.8);
    // All programs run a model, for most of their time but where a service asks others.
    expect(buckets.compute.share).toBeGreaterThan(format === "otlp" ? 0.1 : 0.3);
  });

  it.each(listed)("$file names no folder of the machine that recorded it", ({ file }) => {
    const bytes = readFileSync(source(`samples/${file}`));
    const text = Buffer.from(isGzip(bytes) ? gunzip(sourceOf(bytes)) : bytes).toString("latin1");
    // Virtual machines write their maps for perf there.
    expect(text).not.toMatch(/\/(?:root|tmp(?!\/perf-\d+\.map)|work|home\/(?!user\b)\w+|Users)\//);
  });
});

describe("a sample's name", () => {
  it("is the file's own, without the hash that the build adds", () => {
    expect(fileName("./_file/samples/py-spy.speedscope.215a1661.json")).toBe("py-spy.speedscope.json");
    expect(fileName("/_file/samples/pipeline.pstats?sha=1")).toBe("pipeline.pstats");
  });
});
