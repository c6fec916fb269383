/** `portolan.config.yaml`: the file in which a project says where it keeps what Portolan reads and writes. */
export const CONFIG_FILE = "portolan.config.yaml";

interface ConfigKey {
  /** The variable of the environment that says the same, and goes before the file. */
  readonly variable: string;
  readonly what: string;
  /** What a new file proposes. */
  readonly example: string;
  /** Whether it may name several. */
  readonly isList?: boolean;
}

export const CONFIG_KEYS = {
  home: {
    variable: "PORTOLAN_HOME",
    what: "runs, recordings, caches and the Python environment; none of it belongs into version control",
    example: ".portolan",
  },
  report: {
    variable: "PORTOLAN_DIST",
    what: "the folder that `build` and `start` write the report into",
    example: "portolan-report",
  },
  scenario: {
    variable: "PORTOLAN_SCENARIO",
    what: "your conditions, which `advise`, `decide` and `check` begin with (docs/scenarios.md)",
    example: "portolan/scenario.yaml",
  },
  prices: {
    variable: "PORTOLAN_PRICES",
    what: "your own prices, which go before the book's, and platforms (docs/prices.md)",
    example: "portolan/prices.yaml",
  },
  policy: {
    variable: "PORTOLAN_POLICY",
    what: "what `check` holds the advice against (docs/policy.md)",
    example: "portolan/policy.yaml",
  },
  rules: {
    variable: "PORTOLAN_RULES",
    what: "rules from frames to buckets that go before the default ones (docs/rules.md)",
    example: "portolan/rules.yaml",
  },
  workloads: {
    variable: "PORTOLAN_WORKLOADS",
    what: "folders of workloads of your own, measured beside the built-in ones (docs/workload.md)",
    example: "[portolan/read-receipts]",
    isList: true,
  },
  pages: {
    variable: "PORTOLAN_PAGES",
    what: "your own pages of the report, in Markdown (docs/pages.md)",
    example: "pages",
  },
} as const satisfies Record<string, ConfigKey>;
export type ConfigKeyName = keyof typeof CONFIG_KEYS;
