/** What a platform does not allow beyond, and who says so. */
export interface Limit {
  readonly most: number;
  readonly source: string;
}

/** Null: none that this model knows of. */
export interface PlatformLimits {
  /** Of one instance. */
  readonly memoryMb: Limit | null;
  readonly vcpus: Limit | null;
  /** Per request. */
  readonly cpuMs: Limit | null;
  readonly wallMs: Limit | null;
  /** Time from a cold start to the first request. */
  readonly initMs: Limit | null;
  /** Of what is deployed, code and model together. */
  readonly deployedBytes: SizeLimit | null;
}

interface SizeLimit extends Limit {
  /** Whether files count as they are, or after gzip. */
  readonly counted: "as it is" | "after gzip";
}

export const NO_LIMITS: PlatformLimits = {
  memoryMb: null,
  vcpus: null,
  cpuMs: null,
  wallMs: null,
  initMs: null,
  deployedBytes: null,
};

export interface Gpu {
  readonly name: string;
  readonly count: number;
  /** Of each. */
  readonly memoryGb: number;
}
