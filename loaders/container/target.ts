import { dirname } from "node:path";
import { scratchFolder } from "../files/scratch.ts";
import type { ProcessHost, Target } from "../targets/target.ts";
import type { Job } from "../worker/job.ts";
import { type Mount, probeInContainer, seenInside } from "./engine.ts";
import { type Contents, imageOf } from "./image.ts";

interface Contained {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** The image's own name. */
  readonly name: string;
  contents(artefacts: Readonly<Record<string, string>>): Promise<Contents>;
  /** What it needs to see of this machine besides model, request, response and what was built for it. */
  readonly code?: readonly string[];
}

/** A target in a container: the same program on the same files, started by Docker or Podman. */
export function inContainer(of: Target, { name, contents, code = [], ...fields }: Contained): Target {
  const host = of.host as ProcessHost;
  return {
    ...of,
    ...fields,
    batches: false,
    // Today's program stays what it is in there.
    course: of.course === "stay" ? "setting" : of.course,
    standalone: { runtime: "container", road: "engine", container: true },
    host: {
      ...host,
      command: (job) => {
        const { file, args } = host.command(job);
        const [engine, ...way] = job.artefacts.container!.split(" ");
        const inside = seenInside(mountsOf(job, code));
        return { file: engine!, args: [...way, ...inside, job.artefacts.image!, file, ...args] };
      },
    },
    probe: async () => probeInContainer(await of.probe()),
    prepare: async (workloadId, staged) => {
      const artefacts = (await of.prepare?.(workloadId, staged)) ?? {};
      return { ...artefacts, ...(await imageOf(name, await contents(artefacts))) };
    },
  };
}

function mountsOf(job: Job, code: readonly string[]): Mount[] {
  const { glue, program } = job.artefacts;
  const read = [job.payloadPath, job.assetsPath, ...job.models.map(({ path }) => path), glue, program];
  return [
    ...[...read.flatMap((path) => (path === undefined ? [] : dirname(path))), ...code].map((path) => ({
      path,
    })),
    { path: scratchFolder(), writable: true },
  ];
}
