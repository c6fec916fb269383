/** The price book: every price with its unit, region, date, source, and how sure we are of it. US dollars. */

export type PriceConfidence = "high" | "medium" | "low";
export type Architecture = "x86" | "arm";

export interface Price {
  readonly usd: number;
  readonly unit: string;
  readonly region: string;
  /** ISO date from which the source states the price. */
  readonly validFrom: string;
  readonly source: string;
  readonly confidence: PriceConfidence;
}

/** A rule of billing that is not itself a price. */
export interface BillingFact {
  readonly statement: string;
  readonly validFrom: string;
  readonly source: string;
  readonly confidence: PriceConfidence;
}

const INFRACOST = "Infracost, lambda_function_test.golden, 2024-07-01";

/** Tier 1 holds for the first 6 billion GB-seconds a month on x86 and the first 7.5 billion on Arm. */
function lambdaDuration(usd: number): Price {
  return {
    usd,
    unit: "GB-second",
    region: "us-east-1",
    validFrom: "2024-07-01",
    source: `${INFRACOST}; npm artillery 2.0.28`,
    confidence: "high",
  };
}

/** Without the free tier (1 million requests and 400,000 GB-seconds a month) and without savings plans. */
export const LAMBDA_PRICES: {
  readonly request: Price;
  readonly duration: Readonly<Record<Architecture, Price>>;
} = {
  request: {
    usd: 0.2 / 1_000_000,
    unit: "request",
    region: "us-east-1",
    validFrom: "2024-07-01",
    source: INFRACOST,
    confidence: "high",
  },
  duration: { x86: lambdaDuration(0.0000166667), arm: lambdaDuration(0.0000133334) },
};

export const LAMBDA_INIT_BILLED: BillingFact = {
  statement: "The INIT phase of a cold start is billed as duration, for every configuration.",
  validFrom: "2025-08-01",
  source: "AWS Compute blog, 2025-04-29",
  confidence: "high",
};

export const LAMBDA_LIMITS = {
  minimumMemoryMb: 128,
  maximumMemoryMb: 10_240,
  /** Memory at which a function has one vCPU; the CPU share grows in proportion (AWS Lambda developer guide). */
  memoryMbPerVcpu: 1_769,
  /** vCPUs at the largest memory size. */
  maximumVcpus: 6,
  /** INIT may take this long. */
  maximumInitMs: 10_000,
} as const;
