const asFloat = new Float32Array(1);
const asBits = new Uint32Array(asFloat.buffer);

/** IEEE 754 half precision, rounded to the nearest, ties to even. */
export function halfOf(value: number): number {
  asFloat[0] = value;
  const bits = asBits[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const mantissa = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200);
  const power = exponent - 127;
  if (power > 15) return sign | 0x7c00;
  // A carry out of the mantissa raises the exponent, which is right, up to infinity.
  if (power >= -14) return sign | (((power + 15) << 10) + shifted(mantissa, 13));
  return power < -25 ? sign : sign | shifted(mantissa | 0x800000, -1 - power);
}

/** By so many bits to the right, rounded to the nearest, ties to even. */
function shifted(whole: number, by: number): number {
  const kept = whole >>> by;
  const rest = whole & ((1 << by) - 1);
  const half = 1 << (by - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}
