/** A team's policy for a workload in production, as a small YAML file. Not for pages: the schema is zod's. */
import { parse } from "yaml";
import { z } from "zod";

const positive = z.number().positive();

const policySchema = z
  .strictObject({
    portolanPolicy: z.literal(1),
    /** What is deployed, `target@platform`; today's option of the scenario if left out. */
    option: z.string().optional(),
    budgetUsdPerMonth: positive.optional(),
    p99Ms: positive.optional(),
    coldMs: positive.optional(),
    /** Of the median, against a baseline run. */
    maximumRegressionPercent: z.number().min(0).max(1000).optional(),
    recommendation: z
      .strictObject({
        option: z.string().optional(),
        target: z.string().optional(),
        probabilityAtLeast: z.number().min(0).max(1).optional(),
      })
      .refine((value) => Object.keys(value).length > 0)
      .optional(),
  })
  .refine((policy) => RULES.some((rule) => policy[rule] !== undefined));

export type Policy = z.infer<typeof policySchema>;

export const RULES = [
  "budgetUsdPerMonth",
  "p99Ms",
  "coldMs",
  "maximumRegressionPercent",
  "recommendation",
] as const;

const ALLOWED: Readonly<Record<string, string>> = {
  "": `at least one rule: ${RULES.join(", ")}`,
  portolanPolicy: "1, the version of this form",
  option: "an option such as native@lambda-x86",
  budgetUsdPerMonth: "dollars a month above 0, such as 50",
  p99Ms: "milliseconds above 0, such as 200",
  coldMs: "milliseconds above 0, such as 1500",
  maximumRegressionPercent: "a percentage from 0 to 1000, such as 5",
  recommendation: "option, target or probabilityAtLeast",
  "recommendation.option": "an option such as native@lambda-x86",
  "recommendation.target": "a target such as native",
  "recommendation.probabilityAtLeast": "a share from 0 to 1, such as 0.75",
};

/** A policy file that will not do: every fault at once. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
}

/**
 * @param source named in the message, such as the file's path
 * @throws PolicyError
 */
export function parsePolicy(text: string, source: string): Policy {
  const fail = (faults: readonly string[]): never => {
    throw new PolicyError(`${source} is not a policy:\n  ${faults.join("\n  ")}`);
  };
  let plain: unknown;
  try {
    plain = parse(text);
  } catch (error) {
    return fail([`it is no valid YAML: ${(error as Error).message.split("\n")[0]}`]);
  }
  if (typeof plain !== "object" || plain === null || Array.isArray(plain))
    return fail(["the file holds no keys; it begins with portolanPolicy: 1"]);
  const read = policySchema.safeParse(plain);
  return read.success ? read.data : fail(read.error.issues.flatMap((issue) => faultsOf(issue, plain)));
}

function faultsOf(issue: z.core.$ZodIssue, plain: object): string[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const known =
      path.length === 0 ? ["portolanPolicy", "option", ...RULES] : ["option", "target", "probabilityAtLeast"];
    return issue.keys.map(
      (key) => `“${[...path, key].join(".")}” is not a key; allowed are ${known.join(", ")}`,
    );
  }
  const name = path.join(".");
  if (name === "") return [`it states no rule; give ${ALLOWED[""]}`];
  const value = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], plain);
  const given = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
  return [`${name} ${given}; allowed is ${ALLOWED[name]}`];
}
