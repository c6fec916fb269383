import { ownUser, programsRunInContainers } from "../platform/containers.ts";
import { runCommand } from "../run-command.ts";
import type { Probe } from "../targets/target.ts";

/** In the order in which they are asked. */
const ENGINES = [
  { file: "docker", version: "{{.ServerVersion}}" },
  { file: "podman", version: "{{.Version.Version}}" },
] as const;

export interface ContainerEngine {
  readonly file: (typeof ENGINES)[number]["file"];
  readonly version: string;
}

/** The first engine that answers; null where none does. A program without its daemon is none. */
export async function containerEngine(run = runCommand): Promise<ContainerEngine | null> {
  for (const { file, version } of ENGINES) {
    const { ok, stdout } = await run(file, ["info", "--format", version], { timeoutMs: 20_000 });
    const said = stdout.trim();
    if (ok && /^\d/.test(said)) return { file, version: said };
  }
  return null;
}

/** What runs in a container besides needs no less than outside of it: `probe` is that of the same program there. */
export async function probeInContainer(probe: Probe): Promise<Probe> {
  if (!probe.available) return probe;
  if (!programsRunInContainers)
    return {
      available: false,
      reason: "its image holds this machine's own programs, which are none of Linux",
      enable: "npx portolan measure, on Linux with Docker or Podman",
    };
  const engine = await containerEngine();
  if (engine === null)
    return {
      available: false,
      reason: "neither docker nor podman answers",
      enable: "sudo apt-get install podman runc, or start Docker (https://docs.docker.com/engine/install)",
    };
  return { available: true, engines: { [engine.file]: engine.version, ...probe.engines } };
}

export interface Mount {
  readonly path: string;
  readonly writable?: boolean;
}

interface Way {
  readonly general: readonly string[];
  readonly ofRun: readonly string[];
}

/** Where the first fails (no systemd, crun and hybrid cgroups, limits that may not be raised), the next is tried. */
const WAYS: { readonly [file in ContainerEngine["file"]]: readonly Way[] } = {
  docker: [{ general: [], ofRun: [] }],
  podman: [
    { general: [], ofRun: [] },
    {
      general: ["--cgroup-manager=cgroupfs", "--runtime", "runc"],
      ofRun: ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"],
    },
  ],
};

/** How an engine starts containers here, as the words before an image's name; without network, with its input open. */
export function waysToRun({ file }: ContainerEngine, user = ownUser()): readonly (readonly string[])[] {
  // What a container writes is to be its caller's: Podman maps him by itself where he is root.
  const asUser = user === null ? [] : file === "docker" ? ["--user", user] : asKept(user);
  return WAYS[file].map(({ general, ofRun }) => [
    ...[file, ...general, "run", "--rm", "--interactive", "--network", "none"],
    ...[...ofRun, ...asUser],
  ]);
}

const asKept = (user: string) => (user.startsWith("0:") ? [] : ["--userns", "keep-id"]);

/** What a container sees of this machine, under the same names, and how its worker knows where it is. */
export function seenInside(mounts: readonly Mount[]): string[] {
  const byPath = new Map<string, boolean>();
  for (const { path, writable = false } of mounts) byPath.set(path, writable || (byPath.get(path) ?? false));
  return [
    ...[...byPath].flatMap(([path, writable]) => ["--volume", `${path}:${path}${writable ? "" : ":ro"}`]),
    ...["--env", "PYTHONDONTWRITEBYTECODE=1", "--env", "PORTOLAN_READS_OWN_MEMORY=1"],
  ];
}
