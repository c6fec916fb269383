import { stringify } from "yaml";

/** Nodes of one kind: each gives one run. */
export interface Pool {
  readonly name: string;
  /** Labels that its nodes have; none for any node. */
  readonly selector: Readonly<Record<string, string>>;
  /** How many of its nodes are measured. */
  readonly nodes: number;
  /** That a pod asks for; none for a pool without. */
  readonly gpus: number;
}

export interface KubernetesFleet {
  readonly pools: readonly Pool[];
  /** With Python, the kit as `/kit.pyz`, and what its targets import. */
  readonly image: string;
  /** Where runs go: s3://bucket/prefix. */
  readonly bucket: string;
  /** The secret with the bucket's AWS_… variables. */
  readonly secret: string;
}

const NODE = "kubernetes.io/hostname";
const GPU = "nvidia.com/gpu";
/** Of an index, beside those that a lost node costs, which are not counted. */
const RETRIES = 2;
const NOBODY = 65_534;

/** A name that Kubernetes takes for a job: what else stands in a pool's is a dash. */
const jobName = (pool: string): string =>
  `portolan-${pool.toLowerCase().replaceAll(/[^a-z0-9-]+/g, "-")}`.slice(0, 52).replace(/-+$/, "");

/** One Indexed Job per pool, as YAML documents: an index is a node, and no two of them share one. */
export const kubernetesManifest = (fleet: KubernetesFleet): string =>
  fleet.pools.map((pool) => stringify(jobOf(pool, fleet), { lineWidth: 0 })).join("---\n");

function jobOf(pool: Pool, fleet: KubernetesFleet): object {
  const name = jobName(pool.name);
  const labels = { "app.kubernetes.io/name": "portolan", "app.kubernetes.io/instance": name };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, labels },
    spec: {
      completionMode: "Indexed",
      completions: pool.nodes,
      parallelism: pool.nodes,
      backoffLimitPerIndex: RETRIES,
      maxFailedIndexes: pool.nodes,
      // A node that was drained or lost is nobody's failure: its index is measured on another.
      podFailurePolicy: {
        rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
      },
      template: { metadata: { labels }, spec: podOf(pool, fleet, labels) },
    },
  };
}

function podOf(pool: Pool, { image, bucket, secret }: KubernetesFleet, labels: object): object {
  const hasGpu = pool.gpus > 0;
  const hasSelector = Object.keys(pool.selector).length > 0;
  return {
    restartPolicy: "Never",
    // What was measured until it is asked to go is uploaded, too.
    terminationGracePeriodSeconds: 60,
    ...(hasSelector ? { nodeSelector: pool.selector } : {}),
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: NODE, labelSelector: { matchLabels: labels } },
        ],
      },
    },
    ...(hasGpu ? { tolerations: [{ key: GPU, operator: "Exists", effect: "NoSchedule" }] } : {}),
    securityContext: { runAsNonRoot: true, runAsUser: NOBODY, runAsGroup: NOBODY, fsGroup: NOBODY },
    containers: [
      {
        name: "kit",
        image,
        command: ["python3", "/kit.pyz", "--to", bucket],
        workingDir: "/tmp",
        envFrom: [{ secretRef: { name: secret } }],
        ...(hasGpu ? { resources: { limits: { [GPU]: pool.gpus } } } : {}),
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
      },
    ],
    volumes: [{ name: "tmp", emptyDir: {} }],
  };
}
