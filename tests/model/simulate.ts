import type { Random } from "../../src/model/random.ts";

export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export interface Shape {
  readonly processes: number;
  readonly iterations: number;
  readonly medianMs: number;
  /** Log-scale standard deviations between processes and between the iterations of one. */
  readonly between: number;
  readonly within: number;
}

/** Wall times with lognormal process effects; the true median is `medianMs`. */
export function simulate(shape: Shape, random: Random): number[][] {
  return Array.from({ length: shape.processes }, () => {
    const center = shape.medianMs * Math.exp(shape.between * normal(random));
    return Array.from({ length: shape.iterations }, () => center * Math.exp(shape.within * normal(random)));
  });
}
