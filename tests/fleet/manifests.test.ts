import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { registerFleet } from "../../loaders/commands/fleet.ts";
import { inProcess } from "../commands/in-process.ts";

const published = fileURLToPath(new URL("../fixtures/kubernetes-job.schema.json", import.meta.url));
const jobSchema = z.fromJSONSchema(JSON.parse(readFileSync(published, "utf8")));
const fleet = (...args: string[]) => inProcess(registerFleet, ["fleet", ...args]);
const kubernetes = (...args: string[]) =>
  fleet("kubernetes", "--image", "registry.example/kit:1", "--bucket", "s3://runs/fleet", ...args);

// biome-ignore lint/suspicious/noExplicitAny: a manifest is read as what it is
const documentsOf = (text: string): any[] => parseAllDocuments(text).map((one) => one.toJS());

describe("portolan fleet kubernetes", () => {
  it("prints an Indexed Job per pool, each valid by the schema that Kubernetes publishes", async () => {
    const { code, stdout } = await kubernetes(
      ...["--pool", "A100 spot=cloud.google.com/gke-accelerator=nvidia-tesla-a100,zone=eu-1", "--pool", "c3"],
      ...["--gpu", "A100 spot=1", "--nodes", "c3=3"],
    );
    expect(code).toBe(0);
    const [gpu, cpu, ...more] = documentsOf(stdout);
    expect(more).toEqual([]);
    for (const job of [gpu, cpu]) expect(jobSchema.safeParse(job).error?.issues).toBeUndefined();
    expect(gpu.metadata.name).toBe("portolan-a100-spot");
    expect(gpu.spec.template.spec.nodeSelector).toEqual({
      "cloud.google.com/gke-accelerator": "nvidia-tesla-a100",
      zone: "eu-1",
    });
    expect(gpu.spec.template.spec.containers[0].resources).toEqual({ limits: { "nvidia.com/gpu": 1 } });
    expect(cpu.spec).toMatchObject({ completionMode: "Indexed", completions: 3, parallelism: 3 });
    expect(cpu.spec.template.spec.containers[0]).not.toHaveProperty("resources");
    expect(cpu.spec.template.spec.containers[0].command).toEqual([
      "python3",
      "/kit.pyz",
      "--to",
      "s3://runs/fleet",
    ]);
  });

  it("would be told by that schema of a field that there is none of, or of another type", async () => {
    const [job] = documentsOf((await kubernetes()).stdout);
    expect(jobSchema.safeParse(job).success).toBe(true);
    expect(jobSchema.safeParse({ ...job, spec: { ...job.spec, completion: 1 } }).success).toBe(false);
    expect(jobSchema.safeParse({ ...job, spec: { ...job.spec, parallelism: "1" } }).success).toBe(false);
  });

  it.each([
    [["--pool", "a=b"], "expected a name, and labels such as"],
    [["--gpu", "a=1"], 'there is no pool "a"; named are any'],
    [["--nodes", "any=0"], "expected a whole number from 1"],
  ])("refuses %j", async (args, reason) => {
    const { code, message, stderr } = await kubernetes(...args);
    expect(code).not.toBe(0);
    expect(`${message}${stderr}`).toContain(reason);
  });

  it("refuses an address that is none of a bucket", async () => {
    const { message, stderr } = await fleet("kubernetes", "--image", "kit", "--bucket", "runs");
    expect(`${message}${stderr}`).toContain("expected s3://bucket");
  });
});

describe("portolan fleet github", () => {
  it("prints a workflow whose jobs hand on what the next one takes", async () => {
    const { stdout } = await fleet(
      "github",
      "--runs-on",
      "ubuntu-24.04",
      "gpu-t4",
      "--workload",
      "embed-text",
    );
    const { jobs } = parse(stdout);
    expect(jobs.measure.strategy.matrix.runner).toEqual(["ubuntu-24.04", "gpu-t4"]);
    expect(jobs.measure.needs).toBe("kit");
    expect(jobs.report.needs).toBe("measure");
    // biome-ignore lint/suspicious/noExplicitAny: a workflow is read as what it is
    const steps = (name: string) => jobs[name].steps as any[];
    const commands = (name: string) => steps(name).flatMap(({ run }) => run ?? []);
    expect(commands("kit")).toContain("npx portolan kit --workload embed-text -o kit.pyz");
    expect(commands("measure").at(-1)).toBe("python kit.pyz --out run.jsonl");
    expect(commands("report")).toContain("cat runs/*/run.jsonl | npx portolan import -");
    const uploads = (name: string) =>
      steps(name).filter(({ uses }) => String(uses).startsWith("actions/upload-artifact"));
    expect(uploads("measure")[0].if).toBe("always()");
    expect(uploads("kit")[0].with.name).toBe(
      steps("measure").find(({ uses }) => String(uses).startsWith("actions/download-artifact")).with.name,
    );
  });

  it("takes nothing that a shell would read as more than a name", async () => {
    expect((await fleet("github", "--workload", "x; rm")).message).toContain('"x; rm" is no name');
  });
});
