import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeWhole, writeWhole } from "../files/whole-file.ts";
import { homeFolder } from "../paths.ts";
import { programIn, runtimesEnvironment, versionOf } from "../python/venv.ts";
import { lastLine, runCommand } from "../run-command.ts";
import type { ModelsToPrepare } from "../targets/target.ts";
import type { JobModel } from "../worker/job.ts";
import { sitePackages } from "./runtimes.ts";

const CONVERTER = fileURLToPath(new URL("../python/openvino_graph.py", import.meta.url));

interface OpenvinoGraph {
  readonly graph: string;
  readonly weights: string;
}

/**
 * The model as a graph of OpenVINO's, which has no reader of ONNX behind WASI-NN. Converted on first use and cached by the model, for
 * the shapes that the workload has: dimensions that are left open work too, and take longer.
 *
 * @throws Error with the converter's own words
 */
export async function openvinoGraph(
  workloadId: string,
  { files, models }: ModelsToPrepare,
): Promise<OpenvinoGraph> {
  const [file, model] = [files[0]!, models[0]!];
  const shapes = shapeArguments(model);
  const key = createHash("sha256")
    .update([versionOf(runtimesEnvironment, "openvino"), file.sha256, ...shapes].join("\0"))
    .update(readFileSync(CONVERTER))
    .digest("hex");
  const folder = join(homeFolder("cache", "standalone"), `${workloadId}-openvino-${key.slice(0, 16)}`);
  if (!existsSync(folder))
    await makeWhole(folder, async (half) => {
      mkdirSync(half);
      const python = programIn(runtimesEnvironment, "python");
      const { ok, stderr } = await runCommand(python, [
        CONVERTER,
        file.path,
        join(half, "model.xml"),
        ...shapes,
      ]);
      if (!ok) throw new Error(`OpenVINO could not convert ${file.path}: ${lastLine(stderr)}`);
    });
  return { graph: join(folder, "model.xml"), weights: join(folder, "model.bin") };
}

/** Each input with its shape, as the converter takes them. */
export const shapeArguments = ({ inputs }: JobModel): string[] =>
  inputs.map(({ name, dims }) => `${name}=${dims.join(",")}`);

/** What a program needs of OpenVINO to run a graph on the CPU. */
const LIBRARY = /^lib(openvino(_c|_ir_frontend|_\w+_cpu_plugin)?|tbb\w*|hwloc)\.so[.\d]*$/;

const librariesFolder = () => join(sitePackages(), "openvino", "libs");

/** Whether OpenVINO's package holds what is linked here. */
export const findsOpenvino = (): boolean =>
  existsSync(librariesFolder()) && readdirSync(librariesFolder()).some((name) => LIBRARY.test(name));

/**
 * A folder of links to OpenVINO's libraries, as a host looks for them, with what they are told there: WASI-NN has no words for
 * an engine's threads and precision. On a CPU that has bf16 OpenVINO would compute in it, with answers that are off by 1 %.
 *
 * @throws Error if the installed package is not laid out as expected
 */
export async function openvinoLibraries(threads: number): Promise<string> {
  const from = librariesFolder();
  const names = readdirSync(from).filter((name) => LIBRARY.test(name));
  const plugin = names.find((name) => name.includes("_cpu_plugin"));
  const called = names.find((name) => name.startsWith("libopenvino_c.so"));
  if (!plugin || !called) throw new Error(`${from} has no plugin for the CPU or no libopenvino_c.so`);
  const settings = cpuSettings(plugin, threads);
  const key = createHash("sha256")
    .update([from, ...names, settings].join("\0"))
    .digest("hex");
  const folder = join(homeFolder("cache", "standalone"), `openvino-${key.slice(0, 16)}`);
  if (!existsSync(folder))
    await makeWhole(folder, async (half) => {
      mkdirSync(half);
      for (const name of names) symlinkSync(join(from, name), join(half, name));
      // The wheel has only the name with its version.
      if (called !== "libopenvino_c.so") symlinkSync(join(from, called), join(half, "libopenvino_c.so"));
      writeWhole(join(half, "plugins.xml"), settings);
    });
  return folder;
}

/** What OpenVINO reads as plugins.xml beside its own library. */
export const cpuSettings = (plugin: string, threads: number): string => `<ie>
  <plugins>
    <plugin name="CPU" location="${plugin}">
      <properties>
        <property key="INFERENCE_PRECISION_HINT" value="f32"/>
        <property key="INFERENCE_NUM_THREADS" value="${threads}"/>
      </properties>
    </plugin>
  </plugins>
</ie>
`;
