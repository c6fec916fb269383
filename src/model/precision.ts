/** Half precision: how far an answer may be from what float32 gives, and still count as the same. */
import type { Precision } from "./run-file.js";

/**
 * How many times a workload's own tolerance, in which float32's engines agree. A rounding in half precision is 8,192 (fp16) or 65,536
 * (bf16) times as coarse as in float32: far less is allowed, so that what changes an answer's sense — another class, a
 * box elsewhere — is a mismatch, and is said to be one.
 */
export const TOLERANCE_FACTOR: Readonly<Record<Precision, number>> = { fp16: 100, bf16: 800 };
