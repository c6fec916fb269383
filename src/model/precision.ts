/** Half precision: how far an output may be from what float32 gives, and still count as the same answer. */
import type { Precision } from "./run-file.js";

/**
 * Of the largest value of a result. A rounding is off by 2⁻¹¹ (fp16) or 2⁻⁸ (bf16) of a number, and those of a network's layers add
 * up: on the project's models an output of fp16 changed by at most .15 % of the largest, of bf16 by 1.4 %. What changes by
 * more than this may be another class, or another box, and is said to be a mismatch.
 */
export const CHANGE_ALLOWED: Readonly<Record<Precision, number>> = { fp16: 0.01, bf16: 0.05 };
