/** A team's policy for a workload in production, as a small YAML file. */
import { parseYaml } from "../yaml-fields.js";

export const RULES = [
  "budgetUsdPerMonth",
  "p99Ms",
  "coldMs",
  "maximumRegressionPercent",
  "recommendation",
] as const;

export interface Policy {
  readonly portolanPolicy: 1;
  /** What is deployed, `target@platform`; today's option of the scenario if left out. */
  readonly option?: string | undefined;
  readonly budgetUsdPerMonth?: number | undefined;
  readonly p99Ms?: number | undefined;
  readonly coldMs?: number | undefined;
  /** Of the median, against a baseline run. */
  readonly maximumRegressionPercent?: number | undefined;
  readonly recommendation?:
    | {
        readonly option?: string | undefined;
        readonly target?: string | undefined;
        readonly probabilityAtLeast?: number | undefined;
      }
    | undefined;
}

const RECOMMENDATION = ["option", "target", "probabilityAtLeast"];

/**
 * @param source named in the message, such as the file's path
 * @throws YamlError
 */
export function parsePolicy(text: string, source: string): Policy {
  return parseYaml(text, source, "portolanPolicy: 1", (file) => {
    file.version("portolanPolicy", 1);
    file.allowOnly(["portolanPolicy", "option", ...RULES]);
    if (!RULES.some((rule) => file.has(rule)))
      file.fault(null, `states no rule; give at least one of ${RULES.join(", ")}`);
    const recommendation = file.mapping("recommendation", "recommendation");
    recommendation?.allowOnly(RECOMMENDATION);
    if (recommendation?.keys.length === 0)
      recommendation.fault(null, `is empty; give at least one of ${RECOMMENDATION.join(", ")}`);
    const above0 = (value: number) => value > 0;
    return {
      portolanPolicy: 1,
      option: file.text("option"),
      budgetUsdPerMonth: file.number("budgetUsdPerMonth", "dollars a month above 0, such as 50", above0),
      p99Ms: file.number("p99Ms", "milliseconds above 0, such as 200", above0),
      coldMs: file.number("coldMs", "milliseconds above 0, such as 1500", above0),
      maximumRegressionPercent: file.number(
        "maximumRegressionPercent",
        "a percentage from 0 to 1000, such as 5",
        (value) => value >= 0 && value <= 1000,
      ),
      recommendation: recommendation && {
        option: recommendation.text("option"),
        target: recommendation.text("target"),
        probabilityAtLeast: recommendation.number(
          "probabilityAtLeast",
          "a share from 0 to 1, such as 0.75",
          (value) => value >= 0 && value <= 1,
        ),
      },
    };
  });
}
