import { beforeAll, describe, expect, it } from "vitest";
import { openNativeGlue } from "../../loaders/glue/c-native.ts";
import { openWasmGlue } from "../../loaders/glue/c-wasm.ts";
import { compileNative, compilerVersion, compileToWasm } from "../../loaders/glue/compile.ts";
import type { GlueHost } from "../../loaders/glue/host.ts";
import { openPyodideGlue } from "../../loaders/glue/pyodide.ts";
import { gluePath } from "../../loaders/glue/sources.ts";
import { openTypeScriptGlue } from "../../loaders/glue/typescript.ts";
import { packageVersion } from "../../loaders/targets/engines.ts";
import type { WorkerContext } from "../../loaders/worker/main.ts";
import { enhanceFrame } from "../../loaders/workloads/enhance-frame/workload.ts";
import { mulberry32 } from "../../src/model/random.ts";
import { glueContext } from "../fixtures/glue-hosts.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";

lendCache(temporaryHome());

const size = enhanceFrame.sizes[0]!;
const payload = enhanceFrame.payload(size, mulberry32(5));
const hasCompiler = (await compilerVersion()) !== null && packageVersion("koffi") !== null;
const has = (name: string) => packageVersion(name) !== null;

interface Host {
  readonly name: string;
  readonly here: boolean;
  open(context: WorkerContext): GlueHost | Promise<GlueHost>;
  artefacts(): Promise<Record<string, string>>;
}

/** A host whose glue sees the engine's own memory has nothing to copy out of a result that is a view on an output. */
const SHARED: readonly Host[] = [
  { name: "TypeScript", here: true, open: openTypeScriptGlue, artefacts: async () => ({}) },
  {
    name: "C, native",
    here: hasCompiler,
    open: openNativeGlue,
    artefacts: async () => ({ library: await compileNative(enhanceFrame.id) }),
  },
];

/** Others have memory of their own, into which requests are read and outputs are copied: once each. */
const APART: readonly Host[] = [
  {
    name: "C, as Wasm",
    here: has("@yowasp/clang"),
    open: openWasmGlue,
    artefacts: async () => ({ module: await compileToWasm(enhanceFrame.id) }),
  },
  {
    name: "Pyodide",
    here: has("pyodide"),
    open: openPyodideGlue,
    artefacts: async () => ({ glue: gluePath(enhanceFrame.id, "py") }),
  },
];

/** Two requests after a first one, in which memory of its own may grow: what was seen before is gone then. */
async function askTwice(host: Host) {
  const glue = await host.open(await glueContext(enhanceFrame, size, await host.artefacts()));
  const enhanced = new Float32Array(enhanceFrame.maxResultLength(size)).fill(0.5);
  const [, ...rounds] = [0, 1, 2].map(() => {
    const request = glue.request(payload.length);
    request.set(payload);
    glue.start();
    const [frame, gain] = glue.call()!.inputs.map(({ data }) => data as Float32Array);
    glue.acceptOutputs([enhanced]);
    glue.resume();
    return { request, frame: frame!, gain: gain![0]!, result: glue.result() as Float32Array };
  });
  return { rounds, enhanced };
}

/** `toEqual` takes seconds for so many numbers. */
function same(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

describe.each([...SHARED, ...APART])("a frame in $name", (host) => {
  let asked: Awaited<ReturnType<typeof askTwice>>;

  beforeAll(async () => {
    if (host.here) asked = await askTwice(host);
  });

  it("is seen where it was read to, request after request", ({ skip }) => {
    skip(!host.here, `${host.name} cannot be asked here`);
    const { rounds, enhanced } = asked;
    for (const { request, frame, gain, result } of rounds) {
      expect(frame.buffer).toBe(request.buffer);
      expect(frame.byteOffset).toBe(request.byteOffset + 16);
      expect(frame.length).toBe(enhanceFrame.maxResultLength(size));
      expect(gain).toBeGreaterThan(1);
      expect(same(result, enhanced)).toBe(true);
    }
    expect(rounds[1]!.request.buffer).toBe(rounds[0]!.request.buffer);
    expect(rounds[1]!.request.byteOffset).toBe(rounds[0]!.request.byteOffset);
  });

  it("leaves as it came out of the model", ({ skip }) => {
    skip(!host.here, `${host.name} cannot be asked here`);
    const { rounds, enhanced } = asked;
    const { buffer } = SHARED.includes(host) ? enhanced : rounds[1]!.request;
    expect(rounds[1]!.result.buffer).toBe(buffer);
  });
});
