import { stringify } from "yaml";

const CHECKOUT = "actions/checkout@v4";
/** Which of the matrix a job is; written by GitHub. */
const RUNNER = `\${{ matrix.runner }}`;
const NODE = { uses: "actions/setup-node@v4", with: { "node-version": 22, cache: "npm" } };
const PYTHON = { uses: "actions/setup-python@v5", with: { "python-version": "3.12" } };

/**
 * A workflow of GitHub Actions: packs a kit, runs it on each kind of runner, takes all runs in and builds the report.
 *
 * @param runners labels of runners, such as ubuntu-24.04-arm
 * @param kit options of `portolan kit`
 */
export function githubWorkflow(runners: readonly string[], kit: readonly string[]): string {
  return stringify(
    {
      name: "Portolan",
      on: { workflow_dispatch: {}, schedule: [{ cron: "17 3 * * 1" }] },
      permissions: { contents: "read" },
      jobs: { kit: packJob(kit), measure: measureJob(runners), report: reportJob() },
    },
    { lineWidth: 0 },
  );
}

const packJob = (kit: readonly string[]) => ({
  "runs-on": "ubuntu-latest",
  steps: [
    { uses: CHECKOUT },
    NODE,
    { run: "npm ci" },
    { run: ["npx portolan kit", ...kit, "-o kit.pyz"].join(" ") },
    { uses: "actions/upload-artifact@v4", with: { name: "kit", path: "kit.pyz" } },
  ],
});

/** One that fails or is lost takes none of the others with it, and what it wrote until then is kept. */
const measureJob = (runners: readonly string[]) => ({
  needs: "kit",
  strategy: { "fail-fast": false, matrix: { runner: [...runners] } },
  "runs-on": RUNNER,
  steps: [
    PYTHON,
    { uses: "actions/download-artifact@v4", with: { name: "kit" } },
    { run: "python -m pip install onnxruntime numpy pillow" },
    { run: "python kit.pyz --out run.jsonl" },
    {
      if: "always()",
      uses: "actions/upload-artifact@v4",
      with: { name: `run-${RUNNER}`, path: "run.jsonl", "if-no-files-found": "warn" },
    },
  ],
});

const reportJob = () => ({
  needs: "measure",
  if: "!cancelled()",
  "runs-on": "ubuntu-latest",
  steps: [
    { uses: CHECKOUT },
    NODE,
    { run: "npm ci" },
    { uses: "actions/download-artifact@v4", with: { pattern: "run-*", path: "runs" } },
    { run: "cat runs/*/run.jsonl | npx portolan import -" },
    { run: "npx portolan report --output portolan-report" },
    { uses: "actions/upload-artifact@v4", with: { name: "report", path: "portolan-report" } },
  ],
});
