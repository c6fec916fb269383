/** The sizes in which a platform's instances can be had. */

export const MB_PER_GB = 1024;

/** So many vCPUs, with any memory from the least to the most in steps. */
export interface InstanceSize {
  readonly vcpus: number;
  readonly leastMb: number;
  readonly mostMb: number;
  readonly stepMb: number;
}

export function sizeInGb(vcpus: number, leastGb: number, mostGb = leastGb, stepGb = 1): InstanceSize {
  const [leastMb, mostMb, stepMb] = [leastGb, mostGb, stepGb].map((gb) => gb * MB_PER_GB);
  return { vcpus, leastMb: leastMb!, mostMb: mostMb!, stepMb: stepMb! };
}

/** The smallest that holds so much; the largest where none does. */
function sizeFor(sizes: readonly InstanceSize[], vcpus: number, memoryMb: number): InstanceSize {
  for (let i = 0; i < sizes.length; i++) {
    const size = sizes[i]!;
    if (vcpus <= size.vcpus && memoryMb <= size.mostMb) return size;
  }
  return sizes[sizes.length - 1]!;
}

/** vCPUs of the smallest instance that holds so much, of the largest where none does; as asked where there are no sizes. */
export function vcpusOf(sizes: readonly InstanceSize[], vcpus: number, memoryMb: number): number {
  return sizes.length === 0 ? vcpus : sizeFor(sizes, vcpus, memoryMb).vcpus;
}

/** The same for its memory, GB. */
export function memoryGbOf(sizes: readonly InstanceSize[], vcpus: number, memoryMb: number): number {
  if (sizes.length === 0) return memoryMb / MB_PER_GB;
  const { leastMb, mostMb, stepMb } = sizeFor(sizes, vcpus, memoryMb);
  if (memoryMb <= leastMb) return leastMb / MB_PER_GB;
  return Math.min(mostMb, Math.ceil(memoryMb / stepMb) * stepMb) / MB_PER_GB;
}
