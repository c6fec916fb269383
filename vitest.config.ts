import { defineConfig } from "vitest/config";
import { LongFirst } from "./tests/long-first.ts";

/** Folders whose tests compute only: no process, no browser, no file but those that they read. */
const UNIT = [
  "tests/*.test.ts",
  "tests/{components,gallery,model,prices,report,samples,terminal,traces}/**/*.test.ts",
];
/**
 * What measures with every engine, needs a compiler or packages from PyPI, or goes through one page of the built site for
 * minutes: `npm run test:all`.
 */
const THOROUGH = [
  "tests/{boundary,features,pages,python,standalone,targets,workloads}/**/*.test.ts",
  "tests/commands/{interruption,measure-full-disk,measure-resume,package,profile,profile-attach,profile-children,tutorial,workload}.test.ts",
  "tests/glue/no-copies.test.ts",
  "tests/kit/kit.test.ts",
  "tests/site/{claims,editions,figure,live,own-pages,prerender,profile,published,reader,runs,sql}.test.ts",
];
/** Soaks, and what is measured for its own sake: `npm run test:long`. */
const LONG = "tests/long/**/*.test.ts";
/** Where most properties are: tried there in cases that are new each time. */
const PROPERTIES = "tests/model/**/*.test.ts";
const ANEW = { PORTOLAN_FUZZ_RUNS: "200", PORTOLAN_SEED: "random" };
const ALL = "tests/**/*.test.ts";

export default defineConfig({
  test: {
    globalSetup: "tests/global-setup.ts",
    setupFiles: "tests/seeded-properties.ts",
    testTimeout: 120_000,
    // The site is built in a hook, by one file for all.
    hookTimeout: 600_000,
    // What a busy machine's browser comes to, in the end.
    expect: { poll: { timeout: 30_000 } },
    // Two cores: tests that measure or drive a browser would only disturb each other in more workers.
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      // Pure code: test files can share what they import.
      { extends: true, test: { name: "unit", include: UNIT, pool: "threads", isolate: false } },
      // A process each: some leave an engine open, and one test's leftovers must not be another's failure.
      { extends: true, test: { name: "machine", include: [ALL], exclude: [...UNIT, ...THOROUGH, LONG] } },
      { extends: true, test: { name: "thorough", include: THOROUGH } },
      { extends: true, test: { name: "long", include: [LONG, PROPERTIES], env: ANEW } },
    ],
  },
});
