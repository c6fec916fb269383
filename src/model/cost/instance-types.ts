/** EC2 instance types of the price book: what one is made of (AWS, Amazon EC2 instance types). */
import type { Gpu } from "./platforms/limits.js";

export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryGb: number;
  readonly architecture: "x86" | "arm";
  readonly gpu: Gpu | null;
  /** Runs at full speed only for a share of the time, then costs more or slows down. */
  readonly burstable: boolean;
}

function type(
  name: string,
  [vcpus, memoryGb]: readonly [number, number],
  architecture: "x86" | "arm",
  gpu: Gpu | null = null,
): InstanceType {
  return { name, vcpus, memoryGb, architecture, gpu, burstable: name.startsWith("t") };
}

const gpu = (name: string, memoryGb: number, count = 1): Gpu => ({ name, count, memoryGb });

export const INSTANCE_TYPES: readonly InstanceType[] = [
  type("t4g.medium", [2, 4], "arm"),
  type("c7g.large", [2, 4], "arm"),
  type("c7g.xlarge", [4, 8], "arm"),
  type("c7g.2xlarge", [8, 16], "arm"),
  type("c8g.xlarge", [4, 8], "arm"),
  type("c7i.large", [2, 4], "x86"),
  type("c7i.xlarge", [4, 8], "x86"),
  type("c7i.2xlarge", [8, 16], "x86"),
  type("g4dn.xlarge", [4, 16], "x86", gpu("NVIDIA T4", 16)),
  type("g5.xlarge", [4, 16], "x86", gpu("NVIDIA A10G", 24)),
  type("g6.xlarge", [4, 16], "x86", gpu("NVIDIA L4", 24)),
  type("g6e.xlarge", [4, 32], "x86", gpu("NVIDIA L40S", 48)),
  type("p5.4xlarge", [16, 256], "x86", gpu("NVIDIA H100", 80)),
  type("p5en.48xlarge", [192, 2048], "x86", gpu("NVIDIA H200", 141, 8)),
];
