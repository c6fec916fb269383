import { existsSync, readdirSync } from "node:fs";
import { basename, delimiter, join } from "node:path";

/** Where Vulkan's loader looks for the manifests of drivers on Linux. */
const MANIFESTS = ["/usr/share/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/etc/vulkan/icd.d"];

/** Drivers that imitate a GPU, by their manifests' names: Mesa's lavapipe, SwiftShader. */
const SOFTWARE = /lvp|lavapipe|swiftshader|llvmpipe/i;

/** What a GPU's kernel driver makes. */
const DEVICES = ["/dev/dri/renderD128", "/dev/nvidia0", "/dev/dxg"];

export interface GpuDrivers {
  /** As their manifests are called, or the system's own way to a GPU. */
  readonly name: string;
  /** No driver that is there has a GPU to drive. */
  readonly software: boolean;
}

/** By which drivers a program outside of a browser reaches a GPU here. */
export function gpuDrivers(): GpuDrivers {
  if (process.platform === "darwin") return { name: "Metal", software: false };
  if (process.platform === "win32") return { name: "Direct3D 12", software: false };
  const named = process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES;
  const files = named ? named.split(delimiter) : MANIFESTS.flatMap(manifestsIn);
  const drivers = files.map((file) => basename(file).replace(/\.json$/, ""));
  const hasGpu = DEVICES.some((device) => existsSync(device));
  return {
    name: `Vulkan (${drivers.join(", ") || "no driver"})`,
    software: !hasGpu || files.every((file) => SOFTWARE.test(file)),
  };
}

function manifestsIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** What a GPU's kernel driver makes for programs that compute: NVIDIA's, AMD's, Windows' for its Linux. */
const COMPUTE_DEVICES = ["/dev/nvidiactl", "/dev/kfd", "/dev/dxg"];

/** Why CUDA, ROCm and MPS are out of reach, as far as that is told without asking them; null where it is not. */
export function whyNoComputeDevice(): string | null {
  if (process.platform === "win32") return null;
  if (process.platform === "darwin")
    return process.arch === "arm64" ? null : "torch computes on a Mac's GPU only where that is Apple's own";
  return COMPUTE_DEVICES.some((device) => existsSync(device))
    ? null
    : `there is no GPU that Python reaches (none of ${COMPUTE_DEVICES.join(", ")})`;
}
