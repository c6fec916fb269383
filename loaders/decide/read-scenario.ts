import { readdirSync } from "node:fs";
import { join } from "node:path";
import { platformsOf } from "../../src/model/cost/platforms/index.ts";
import type { PriceBook } from "../../src/model/prices/price.ts";
import { regionsOf } from "../../src/model/prices/regions.ts";
import type { Known, Scenario } from "../../src/model/scenario/scenario.ts";
import { parseScenario } from "../../src/model/scenario/scenario-yaml.ts";
import { MOST_YAML_BYTES } from "../../src/model/yaml-fields.ts";
import { readNamedFile } from "../files/named-file.ts";
import { projectRoot } from "../paths.ts";
import { recordingIds } from "../store/recordings.ts";
import { workloads } from "../workloads/index.ts";

export const SCENARIOS_FOLDER = join(projectRoot, "scenarios");

/** What a scenario may name: platforms, regions of the book, workloads that are built in or of a run, recordings. */
export function knownOf(book: PriceBook, measured: readonly string[] = []): Known {
  return {
    workloads: [...new Set([...workloads.map(({ id }) => id), ...measured, ...recordingIds()])],
    platforms: platformsOf(book).map(({ id }) => id),
    regions: regionsOf(book),
  };
}

/** @throws YamlError that names every fault, or an Error where there is no such file */
export function readScenario(path: string, known: Known): Scenario {
  const bytes = readNamedFile(path, {
    what: "scenario file",
    give: "give the path of a YAML file (docs/scenarios.md)",
    mostBytes: MOST_YAML_BYTES,
  });
  return parseScenario(bytes.toString("utf8"), path, known);
}

/** The names of the scenarios that Portolan ships, in the order of their files. */
export function presetNames(): string[] {
  return readdirSync(SCENARIOS_FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => name.slice(0, -".yaml".length))
    .sort();
}
