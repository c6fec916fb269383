/** A point estimate with its 95 % interval, in the unit that the field's name states. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
