import { type Command, InvalidArgumentError } from "commander";
import { githubWorkflow } from "../fleet/github.ts";
import { kubernetesManifest, type Pool } from "../fleet/kubernetes.ts";
import { measureOnRay, type RayEvent } from "../fleet/ray.ts";
import { isBucketAddress } from "../store/bucket-sources.ts";
import { print, say } from "../terminal/print.ts";
import { parseDuration } from "./duration.ts";
import { importAll, importText } from "./import.ts";
import { numberOption } from "./number-option.ts";

export function registerFleet(program: Command): void {
  const fleet = program
    .command("fleet")
    .description(
      "measure many machines with a kit: on a Ray cluster, Kubernetes or GitHub Actions (docs/fleet.md)",
    );
  registerRay(fleet);
  registerKubernetes(fleet);
  registerGithub(fleet);
}

interface RayOptions {
  readonly kit: string;
  readonly address?: string;
  readonly python?: string;
  readonly retries: number;
  readonly wait: number;
  readonly pip?: string[];
  readonly budget?: string;
}

function registerRay(fleet: Command): void {
  fleet
    .command("ray")
    .description("run a kit once on each type of node of a Ray cluster, and take the runs in")
    .requiredOption("--kit <file>", "what npx portolan kit wrote")
    .option(
      "--address <address>",
      "of the cluster, such as 10.0.0.1:6379 or auto; without, one on this machine",
    )
    .option(
      "--python <program>",
      "a Python with the cluster's version of Ray; what `npx portolan setup ray` made by default",
    )
    .option(
      "--pip <package...>",
      "what Ray installs for the kit on each node, such as onnxruntime numpy pillow",
    )
    .option("--budget <duration>", "of each run, e.g. 5m", (text) => {
      parseDuration(text);
      return text;
    })
    .option(
      "--retries <count>",
      "how often a lost node's run is begun again",
      numberOption({ least: 0, whole: true }),
      3,
    )
    .option(
      "--wait <duration>",
      "for another node of a type whose last one was lost, e.g. 10m",
      parseDuration,
      600_000,
    )
    .action(async ({ kit, address, python, retries, wait, pip, budget }: RayOptions) => {
      const options = { kit, retries, waitMs: wait, pip: pip ?? [] };
      const where = { address: address ?? null, python: python ?? null, budget: budget ?? null };
      const { whole, parts, failed } = await measureOnRay({ ...options, ...where }, (event) => {
        const text = rayText(event);
        if (text !== null) say(text);
      });
      const imported = await importAll(whole, null);
      // Of a lost node's there may be nothing whole, which is no failure: it was measured again.
      const ofLost = (await importAll(parts, null)).filter(({ state }) => state !== "refused");
      for (const one of [...ofLost, ...imported]) {
        for (const warning of one.warnings) say(warning);
        print(importText(one));
      }
      if (failed > 0 || imported.some(({ state }) => state === "refused")) process.exitCode = 1;
    });
}

function rayText(event: RayEvent): string | null {
  switch (event.event) {
    case "type":
      return `Type of node: ${event.type}`;
    case "started":
      return `Measuring ${event.type} (attempt ${event.attempt}, node ${event.node.slice(0, 12)}) …`;
    case "done":
      return `Measured ${event.type}.`;
    case "lost": {
      const kept = event.path === null ? "nothing was measured yet" : "what it had measured is kept";
      return `Lost ${event.type} on node ${event.node.slice(0, 12)}: ${event.reason}; ${kept}.`;
    }
    case "failed":
      return `Gave up ${event.type}: ${event.reason}.`;
    case "rows":
      return null;
  }
}

interface KubernetesOptions {
  readonly pool?: readonly Pick<Pool, "name" | "selector">[];
  readonly gpu?: ReadonlyMap<string, number>;
  readonly nodes?: ReadonlyMap<string, number>;
  readonly image: string;
  readonly bucket: string;
  readonly secret: string;
}

const ANY_NODE = [{ name: "any", selector: {} }];

function registerKubernetes(fleet: Command): void {
  fleet
    .command("kubernetes")
    .description("print an Indexed Job for each node pool, for kubectl apply -f -")
    .requiredOption("--image <image>", "with Python, the kit as /kit.pyz and what its targets import")
    .requiredOption("--bucket <address>", "where runs go: s3://bucket/prefix", bucketOf)
    .option(
      "--pool <name[=label=value,…]>",
      "a pool and labels that its nodes have, such as a100=cloud.google.com/gke-accelerator=nvidia-tesla-a100; again for another",
      (text: string, before: KubernetesOptions["pool"] = []) => [...before, poolOf(text)],
    )
    .option(
      "--gpu <name=count>",
      "GPUs (nvidia.com/gpu) that a pod of that pool asks for; again for another",
      countsOf,
    )
    .option(
      "--nodes <name=count>",
      "nodes of that pool to measure, 1 by default; again for another",
      countsOf,
    )
    .option("--secret <name>", "the secret with the bucket's AWS_… variables", "portolan-bucket")
    .action(({ pool = ANY_NODE, gpu, nodes, ...rest }: KubernetesOptions) => {
      const names = pool.map(({ name }) => name);
      for (const name of [...(gpu ?? new Map()).keys(), ...(nodes ?? new Map()).keys()])
        if (!names.includes(name))
          throw new Error(`there is no pool "${name}"; named are ${names.join(", ")}`);
      const pools = pool.map((one) => ({
        ...one,
        gpus: gpu?.get(one.name) ?? 0,
        nodes: nodes?.get(one.name) ?? 1,
      }));
      print(kubernetesManifest({ pools, ...rest }).trimEnd());
    });
}

function bucketOf(text: string): string {
  if (isBucketAddress(text) && text.length > 5) return text;
  throw new InvalidArgumentError("expected s3://bucket or s3://bucket/prefix.");
}

function poolOf(text: string): Pick<Pool, "name" | "selector"> {
  const at = text.indexOf("=");
  const [name, labels] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
  const pairs = labels === "" ? [] : labels.split(",").map((pair) => pair.split("="));
  if (
    !/[a-z0-9]/i.test(name) ||
    pairs.some(([key, value, ...more]) => !key || value === undefined || more.length > 0)
  )
    throw new InvalidArgumentError('expected a name, and labels such as "a100=zone=eu,gpu=a100".');
  return { name, selector: Object.fromEntries(pairs) };
}

const whole = numberOption({ least: 1, whole: true });

function countsOf(text: string, before: ReadonlyMap<string, number> = new Map()): Map<string, number> {
  const [, name, count] = /^(.+)=([^=]+)$/.exec(text) ?? [];
  if (name === undefined || count === undefined)
    throw new InvalidArgumentError("expected a pool's name and a count, such as a100=2.");
  return new Map([...before, [name, whole(count)]]);
}

interface GithubOptions {
  readonly runsOn: string[];
  readonly workload?: string[];
  readonly target?: string[];
  readonly effort?: string;
}

function registerGithub(fleet: Command): void {
  fleet
    .command("github")
    .description(
      "print a workflow of GitHub Actions that measures each kind of runner, and builds a report of all",
    )
    .option("--runs-on <label...>", "kinds of runners", ["ubuntu-24.04", "ubuntu-24.04-arm"])
    .option("--workload <id...>", "only these workloads, by the ids that `npx portolan kit` takes")
    .option("--target <id...>", "only these targets")
    .option("--effort <effort>", "how long the kit looks")
    .action(({ runsOn, workload, target, effort }: GithubOptions) => {
      const kit = [
        ...(workload ? ["--workload", ...workload] : []),
        ...(target ? ["--target", ...target] : []),
        ...(effort ? ["--effort", effort] : []),
      ];
      const odd = kit.find((word) => !/^[\w.-]+$/.test(word));
      if (odd !== undefined) throw new Error(`"${odd}" is no name of a workload, target or effort`);
      print(githubWorkflow(runsOn, kit).trimEnd());
    });
}
