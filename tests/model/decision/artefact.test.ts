import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PLATFORMS, platformOf } from "../../../src/model/cost/platforms/index.ts";
import { exceededSize } from "../../../src/model/cost/platforms/platform.ts";
import { isolationOf, needsReview, runsOn } from "../../../src/model/decision/artefact.ts";
import { decide } from "../../../src/model/decision/decide.ts";
import { deployedOf, placesOf } from "../../../src/model/decision/deployed.ts";
import type { TargetEvidence } from "../../../src/model/decision/evidence.ts";
import { optionsOf } from "../../../src/model/decision/options.ts";
import type { BrowserFile, DeployedFile, TargetRecord } from "../../../src/model/run-file.ts";
import { target } from "../cells.ts";
import { evidence, grounds, scenarioWith } from "./evidence.ts";

const MIB = 2 ** 20;
const EVERYWHERE = ["browser", "edge", "server"] as const;
const module = (id: string, runtime: string, over: Partial<TargetEvidence> = {}) =>
  evidence(id, 30, {
    port: "wasm",
    reach: ["edge", "server"],
    places: EVERYWHERE,
    standalone: { runtime, road: "compiled-model" },
    deployed: { bytes: 14 * MIB, gzipBytes: 13 * MIB },
    linearMemoryBytes: 40 * MIB,
    peakRssBytes: 400 * MIB,
    ...over,
  });
const python = evidence("python", 50);
const js = evidence("wasm-js", 20, { glue: "javascript" });
const wasmtime = module("wasmtime", "Wasmtime");
const nodeWasi = module("node-wasi", "node:wasi");
const wasiNn = module("wasi-nn", "Wasmtime", {
  places: ["edge", "server"],
  standalone: { runtime: "Wasmtime", road: "host-engine" },
});
const native = evidence("native-c", 8, {
  standalone: { runtime: "native", road: "engine", ahead: true },
});
const contained = evidence("contained", 8, {
  standalone: { runtime: "Podman", road: "engine", container: true },
});

describe("what is deployed of a target", () => {
  const files = (workload: string): DeployedFile[] => [
    { name: "module", bytes: 200, gzipBytes: 90, workload },
    { name: "weights", bytes: 1000, gzipBytes: 900, workload },
  ];
  const standalone = (road: "compiled-model" | "engine"): TargetRecord => ({
    ...target("t", road === "engine" ? "native" : "wasm"),
    available: true,
    engines: {},
    standalone: { runtime: "Wasmtime", road },
    deployedFiles: [...files("score"), ...files("other")],
  });
  const inBrowser = (browserFiles: BrowserFile[]): TargetRecord => ({
    ...target("js", "wasm"),
    available: true,
    engines: {},
    browserFiles,
  });

  it("is its own workload's files, and the model where an engine reads it", () => {
    expect(deployedOf(standalone("compiled-model"), "score", 5000)).toEqual({ bytes: 1200, gzipBytes: 990 });
    expect(deployedOf(standalone("engine"), "score", 5000)).toEqual({ bytes: 6200, gzipBytes: 5990 });
    expect(deployedOf(standalone("engine"), "unknown", 5000)).toBeNull();
  });

  it("is what a browser fetches of an engine in Wasm, unless a run of before has no sizes of it", () => {
    const file = { name: "engine.wasm", gzipBytes: 100, workload: null };
    expect(deployedOf(inBrowser([{ ...file, bytes: 400 }]), "score", 50)).toEqual({
      bytes: 450,
      gzipBytes: 150,
    });
    expect(deployedOf(inBrowser([file]), "score", 50)).toBeNull();
    expect(deployedOf(target("python", "stay"), "score", 50)).toBeNull();
  });

  it("runs everywhere where it is a module that needs nothing else, and elsewhere where its twin was measured", () => {
    expect(placesOf(standalone("compiled-model"), [])).toEqual(EVERYWHERE);
    expect(placesOf(standalone("engine"), [])).toEqual(["server"]);
    const twin = target("js", "wasm", { reach: ["edge", "server"] });
    const page = { ...target("browser-js", "wasm", { reach: ["browser"] }), inBrowser: "js" };
    expect(placesOf(page, [twin, page])).toEqual(["browser", "edge", "server"]);
  });

  it("is refused by a platform whose size it exceeds, by what counts there", () => {
    const [workers, fastly] = ["workers", "fastly"].map((id) => platformOf(id));
    const large = { bytes: 65 * MIB, gzipBytes: 60 * MIB };
    expect(exceededSize(workers!, large)).toEqual([
      "needs 65.0 MiB of code and model as it is; Cloudflare Workers ends at 64.0 MiB (Cloudflare changelog, 2026-09-04)",
    ]);
    expect(exceededSize(fastly!, large)).toEqual([]);
    expect(exceededSize(fastly!, { bytes: 300 * MIB, gzipBytes: 99 * MIB })).toHaveLength(1);
    expect(exceededSize(workers!, null)).toEqual([]);
  });
});

describe("a platform", () => {
  const offered = (platform: string, targets: readonly TargetEvidence[]) => {
    const scenario = scenarioWith({ platforms: ["ec2-c7i.large", platform] });
    const { evidence: all, platforms } = grounds([python, ...targets], scenario);
    return optionsOf(all, platforms).flatMap(({ target: { target: id }, platform: { id: on } }) =>
      on === platform ? [id] : [],
    );
  };
  const all = [js, wasmtime, nodeWasi, wasiNn, native, contained];

  it.each([
    ["workers", ["wasm-js", "node-wasi"]],
    ["fastly", ["wasmtime"]],
    ["spin", ["wasmtime"]],
    ["wasmcloud", ["wasmtime"]],
    ["lambda-x86", ["python", ...all.map(({ target: id }) => id)]],
    ["browser", ["wasm-js"]],
  ] as const)("takes what it can run, as it was measured on its own runtime: %s", (platform, ids) => {
    expect(offered(platform, all)).toEqual(ids);
  });

  it("that has a runtime of its own counts a module's memory, and not what another runtime took", () => {
    const scenario = scenarioWith({ platforms: ["ec2-c7i.large", "workers"], p99SloMs: null });
    const decision = decide(grounds([python, nodeWasi], scenario), scenario, { draws: 50 });
    const of = (id: string) =>
      [...decision.ranked, ...decision.excluded].find(({ option }) => option.id === id)!;
    expect(of("node-wasi@workers").central.outcome.usage.memoryMb).toBe(50);
    expect(of("node-wasi@ec2-c7i.large").central.outcome.usage.memoryMb).toBe(500);
    const limits = of("node-wasi@workers").gates.find(({ gate }) => gate === "limits")!;
    expect(limits).toEqual({
      gate: "limits",
      passed: "yes",
      evidence: "within the limits of Cloudflare Workers: code and model are 14.0 MiB, 13.0 MiB after gzip",
    });
  });

  it("names its size where a model is too large for it", () => {
    const deployed = { bytes: 60 * MIB, gzipBytes: 55 * MIB };
    const scenario = scenarioWith({ platforms: ["ec2-c7i.large", "spin"] });
    const large = module("wasmtime", "Wasmtime", { deployed });
    const { excluded } = decide(grounds([python, large], scenario), scenario, { draws: 50 });
    const { gates } = excluded.find(({ option }) => option.id === "wasmtime@spin")!;
    const failed = gates.filter(({ passed }) => passed === "no").map(({ gate }) => gate);
    expect(failed).toEqual(["limits", "price"]);
  });
});

describe("isolation", () => {
  it("is what lies between a target's code and its host", () => {
    const kinds = [python, js, wasmtime, wasiNn, native, contained].map(isolationOf);
    expect(kinds).toEqual(["none", "sandbox", "sandbox", "none", "process", "container"]);
    expect([python, js, wasmtime, wasiNn, native, contained].map(needsReview)).toEqual(
      kinds.map((kind) => kind === "none" || kind === "process"),
    );
  });

  it("is said where a sandbox is asked for", () => {
    const scenario = scenarioWith({ sandboxed: true, platforms: ["ec2-c7i.large"] });
    const given = grounds([python, wasmtime, native, contained], scenario);
    const { ranked, excluded } = decide(given, scenario, { draws: 50 });
    expect(ranked.map(({ option }) => option.target.target)).toEqual(["wasmtime"]);
    const said = excluded.map(({ gates }) => gates.find(({ gate }) => gate === "sandbox")!.evidence);
    expect(said.sort()).toEqual([
      "contained runs native code in a container, which shares the host’s kernel",
      "native-c runs native code in a process of its own, outside of any sandbox",
      "python runs native code outside of any sandbox",
    ]);
  });
});

describe("portability", () => {
  const runs = (id: string, platforms: readonly string[], targets: readonly TargetEvidence[]) => {
    const scenario = scenarioWith({ platforms });
    const { ranked, excluded } = decide(grounds([python, ...targets], scenario), scenario, { draws: 20 });
    const found = [...ranked, ...excluded].find(({ option }) => option.id === id)!;
    return found.portability.on.map((platform) => platform.id);
  };
  const mixed = ["lambda-x86", "ec2-c7i.large", "ec2-c7g.large", "workers", "fastly", "browser"];

  it("of machine code ends at its architecture, and of a module at no platform that holds it", () => {
    const targets = [wasmtime, js, native];
    expect(runs("native-c@lambda-x86", mixed, targets)).toEqual(["lambda-x86", "ec2-c7i.large"]);
    expect(runs("native-c@ec2-c7g.large", mixed, targets)).toEqual(["ec2-c7g.large"]);
    expect(
      runs("wasmtime@ec2-c7i.large", mixed, [
        module("wasmtime", "Wasmtime", { wallMs: { value: 5, low: 5, high: 5 }, peakRssBytes: 90 * MIB }),
      ]),
    ).toEqual(mixed);
    expect(runs("wasm-js@workers", mixed, targets)).toEqual(mixed.filter((id) => id !== "fastly"));
  });

  it("leaves out a platform whose limits it does not keep", () => {
    // 30 ms of CPU time are allowed on Fastly, 60 are not.
    const slow = module("wasmtime", "Wasmtime", { wallMs: { value: 60, low: 60, high: 60 } });
    expect(runs("wasmtime@lambda-x86", mixed, [slow])).not.toContain("fastly");
  });

  it("has an option's own platform unless that refuses it, and no platform that could not start it", () => {
    const ids = PLATFORMS.filter(({ sells }) => !sells).map(({ id }) => id);
    const targets = [js, wasmtime, nodeWasi, wasiNn, native, contained];
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 5 }), (platforms) => {
        const scenario = scenarioWith({ platforms });
        const decision = decide(grounds([python, ...targets], scenario), scenario, { draws: 4 });
        for (const { option, gates, portability } of [...decision.ranked, ...decision.excluded]) {
          const refused = gates.some(({ gate, passed }) => gate === "limits" && passed === "no");
          expect(portability.on.includes(option.platform)).toBe(!refused);
          expect(portability.on.every((platform) => runsOn(option.target, platform))).toBe(true);
          expect(portability.of).toBe(platforms.length);
        }
      }),
      { numRuns: 30 },
    );
  });
});
