/** `workload.yaml`: a workload in a folder of one's own. */
import { existsSync } from "node:fs";
import { basename, delimiter, join, resolve } from "node:path";
import { MODEL_ALONE } from "../../../src/model/model-alone/name.ts";
import { type Answer, answerDiffers } from "../../../src/model/outputs.ts";
import { parseYaml, type YamlFields } from "../../../src/model/yaml-fields.ts";
import { readNamedFile } from "../../files/named-file.ts";
import { workloads } from "../index.ts";
import type { StepModel, StepWorkload, WorkloadSize } from "../workload.ts";
import { type OwnWorkload, ownFolder, register } from "./registry.ts";

export const WORKLOAD_FILE = "workload.yaml";
export const WORKLOAD_VERSION = 1;
const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const SIZES = ["small", "medium", "large"] as const;
const TOLERANCE = 1e-3;

interface OwnSize extends WorkloadSize {
  /** Paths. */
  readonly payload: string;
  readonly answer: string | null;
}

/** Registers the workloads of `PORTOLAN_WORKLOADS`, a list of folders. */
export function registerOwnWorkloads(): void {
  for (const folder of (process.env.PORTOLAN_WORKLOADS ?? "").split(delimiter))
    if (folder !== "") registerFolder(folder);
}

/**
 * @returns the workload in a folder, which is known from now on
 * @throws Error that names what is missing, YamlError that names every fault
 */
export function registerFolder(folder: string): OwnWorkload {
  const path = resolve(folder);
  const workload = readWorkload(path);
  const other = ownFolder(workload.id);
  if (other !== null && other !== path)
    throw new Error(
      `both ${other} and ${path} hold a workload "${workload.id}": give one of them another id`,
    );
  const own = { workload, folder: path };
  register(own);
  return own;
}

function readWorkload(folder: string): StepWorkload {
  const give = "`npx portolan workload new <folder>` writes one to begin with";
  const text = readNamedFile(join(folder, WORKLOAD_FILE), { what: "workload", give, mostBytes: 1 << 20 });
  const name = join(basename(folder), WORKLOAD_FILE);
  return parseYaml(text.toString("utf8"), name, `portolanWorkload: ${WORKLOAD_VERSION}`, (fields) => {
    fields.subject = "the workload";
    fields.version("portolanWorkload", WORKLOAD_VERSION);
    fields.allowOnly([
      ...["portolanWorkload", "id", "title", "summary", "decode", "assets", "models", "sizes", "tolerance"],
    ]);
    const id = idOf(fields, folder);
    if (!existsSync(join(folder, "glue.py")))
      fields.fault(null, "there is no glue.py beside it: it is the one piece of glue that has to be there");
    const models = modelsOf(fields, folder);
    const sizes = sizesOf(fields, folder);
    const allowed = fields.number("tolerance", "a number above 0, such as 0.001", (value) => value > 0);
    const tolerance = allowed ?? TOLERANCE;
    const assets = fileOf(fields, "assets", folder);
    const decode = fields.oneOf("decode", ["picture"]);
    return {
      id,
      title: fields.text("title") ?? id,
      summary: fields.text("summary") ?? `A workload of one’s own, in ${basename(folder)}.`,
      sizes,
      quickSize: sizes[0]?.id ?? "small",
      defaultSize: (sizes[1] ?? sizes[0])?.id ?? "small",
      modelName: models.map((model) => model.name).join(" and "),
      payload: (size) => readFile((size as OwnSize).payload, "payload"),
      ...(decode ? { decode } : {}),
      ...(assets ? { assets: () => readFile(assets, "assets") } : {}),
      tolerance: { tensors: tolerance, result: tolerance },
      models,
      judge: (answer, size) => judge(answer, size as OwnSize, tolerance),
    };
  });
}

const readFile = (path: string, what: string): Uint8Array =>
  readNamedFile(path, { what, give: `${WORKLOAD_FILE} names it` });

/** Where the answer that is right is known. */
function judge(answer: unknown, { answer: path }: OwnSize, tolerance: number): string | null {
  if (path === null) return null;
  let right: unknown;
  try {
    right = JSON.parse(new TextDecoder().decode(readFile(path, "answer")));
  } catch (error) {
    return `the answer that it is held against, ${basename(path)}, is no JSON: ${(error as Error).message}`;
  }
  return answerDiffers(answer as Answer, right as Answer, tolerance);
}

function idOf(fields: YamlFields, folder: string): string {
  const id = fields.text("id") ?? basename(folder);
  if (!ID.test(id))
    fields.fault(
      "id",
      `its id is "${id}": allowed are small letters, digits and single dashes, as in read-receipts`,
    );
  else if (id.startsWith(MODEL_ALONE))
    fields.fault("id", `its id begins with ${MODEL_ALONE}, as models alone do`);
  else if (workloads.some((workload) => workload.id === id))
    fields.fault("id", `its id is "${id}", as one of Portolan's own workloads is: say another`);
  return id;
}

function modelsOf(fields: YamlFields, folder: string): StepModel[] {
  const named = fields.mapping("models");
  if (!named) {
    if (!fields.has("models"))
      fields.fault(null, "models are missing: name at least one, as <name>: { file: … }");
    return [];
  }
  if (named.keys.length === 0) fields.fault("models", "models names none: name at least one");
  return named.keys.flatMap((name) => {
    const one = named.mapping(name);
    return one ? modelOf(one, name, folder) : [];
  });
}

function modelOf(one: YamlFields, name: string, folder: string): StepModel[] {
  one.allowOnly(["file", "package", "url", "sha256"]);
  const given = ["file", "package", "url"].filter((key) => one.has(key));
  if (given.length !== 1) {
    one.fault(
      null,
      `${name} says ${given.join(" and ") || "not where it is"}: say one of file, package or url`,
    );
    return [];
  }
  const file = fileOf(one, "file", folder);
  if (file) return [{ name, reference: file }];
  const packageFile = one.text("package");
  if (packageFile && !/^(?:@[^/]+\/)?[^/@]+\/./.test(packageFile))
    one.fault("package", `package is ${packageFile}: give a file of a package, as name/path/in/it`);
  else if (packageFile) return [{ name, packageFile }];
  const url = one.text("url");
  const sha256 = one.text("sha256");
  if (url && !/^https:\/\//.test(url)) one.fault("url", `url is ${url}: only https is fetched`);
  else if (url && !/^[0-9a-f]{64}$/.test(sha256 ?? ""))
    one.fault("url", `url needs its sha256, 64 lower-case hex digits; found "${sha256 ?? ""}"`);
  else if (url) return [{ name, reference: `${url}#sha256=${sha256}` }];
  return [];
}

function sizesOf(fields: YamlFields, folder: string): OwnSize[] {
  const named = fields.mapping("sizes");
  if (!named) {
    if (!fields.has("sizes")) fields.fault(null, "sizes are missing: give at least small: { payload: … }");
    return [];
  }
  named.allowOnly(SIZES);
  const sizes = SIZES.flatMap((id): OwnSize[] => {
    const one = named.mapping(id);
    if (!one) return [];
    one.allowOnly(["label", "payload", "answer"]);
    const payload = fileOf(one, "payload", folder);
    if (!payload && !one.has("payload")) one.fault(null, `${id} has no payload: name the file of a request`);
    const answer = fileOf(one, "answer", folder) ?? null;
    return [{ id, label: one.text("label") ?? basename(payload ?? id), payload: payload ?? "", answer }];
  });
  if (sizes.length === 0) fields.fault("sizes", `sizes has none of ${SIZES.join(", ")}: give at least one`);
  return sizes;
}

/** A file that is named relative to the folder, and is there. */
function fileOf(fields: YamlFields, key: string, folder: string): string | undefined {
  const name = fields.text(key);
  if (name === undefined) return undefined;
  const path = resolve(folder, name);
  if (existsSync(path)) return path;
  return fields.fault(key, `${key} is ${name}, and there is no such file in ${basename(folder)}`);
}
