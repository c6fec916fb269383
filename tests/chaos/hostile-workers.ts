import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WorkerCrash, WorkerProcess, WorkerTimeout } from "../../loaders/harness/worker-process.ts";
import type { Job } from "../../loaders/worker/job.ts";
import { isRunning } from "../fixtures/is-running.ts";
import { must, pick, type Storm, trial, within } from "./storm.ts";

const STARTED = `echo '{"type":"started","at":"0"}'`;
const OPENED = `echo '{"type":"opened","importMs":1,"compileMs":2,"sessionMs":3,"firstInferenceMs":4}'`;
const TIMEOUT_MS = 1_500;
const PARAMETERS = { warmTimeMs: 1, warmupIterations: 0, minIterations: 1, maxIterations: 2 };

/** Shell programs that stand where a worker should; `$0.pid` is for a grandchild's pid. */
const LIVES: Readonly<Record<string, string>> = {
  "says nothing": "sleep 333",
  "dies at once": "exit 3",
  "dies by a signal": "kill -SEGV $$",
  "leaves a grandchild that holds its pipes": `sleep 333 & echo $! > "$0.pid"; ${STARTED}; ${OPENED}; wait`,
  "ends and leaves a grandchild": `sleep 333 & echo $! > "$0.pid"; exit 0`,
  "ignores SIGTERM": `trap "" TERM; ${STARTED}; while :; do sleep 1; done`,
  "prints without end": `${STARTED}; while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done`,
  "prints a line without end": `${STARTED}; while :; do printf xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done`,
  "prints zeros": `${STARTED}; exec head -c 200000000 /dev/zero`,
  "answers with a bare number": `${STARTED}; echo 5; echo null; echo '[]'; sleep 333`,
  "answers with something else": `${STARTED}; echo '{"type":"outputs"}'; sleep 333`,
  "answers with half a line": `${STARTED}; printf '{"type":"ope'; sleep 333`,
  "says what a terminal would obey": `printf '\\033]52;c;aGk=\\007' >&2; exit 1`,
};

/** A worker that crashes, hangs, floods or leaves children behind. */
export const hostileWorkers: Storm = {
  id: "hostile-workers",
  title: "a target's worker that crashes, hangs, floods its pipe, or leaves children",
  promise:
    "its cell ends in time with what happened, everything that it started is ended, and the run goes on",
  trials: 26,
  unavailable: () => (process.platform === "win32" ? "the workers are shell programs" : null),
  async *strike({ random, folder, trials }) {
    for (let i = 0; i < trials; i++) {
      const life = i < Object.keys(LIVES).length ? Object.keys(LIVES)[i]! : pick(Object.keys(LIVES), random);
      const name = join(folder, `worker-${i}`);
      yield await trial(life, async () => {
        const worker = new WorkerProcess(
          { kind: "process", file: "sh", args: ["-c", LIVES[life]!, name] },
          {} as Job,
          { timeoutMs: TIMEOUT_MS, signal: new AbortController().signal, cwd: folder, onSamples() {} },
        );
        const { pid } = worker;
        const ask = async () => {
          await worker.opened();
          await worker.warm(PARAMETERS);
        };
        const end = await within(
          20_000,
          "the worker",
          ask().then(
            () => null,
            (error: Error) => error,
          ),
        );
        must(
          end instanceof WorkerCrash || end instanceof WorkerTimeout,
          `it was taken for one that works: ${end}`,
          "let in",
        );
        await within(10_000, "its end", worker.close());
        await sleep(50);
        must(!isRunning(pid), `process ${pid} runs on`, "hung");
        const grandchild = existsSync(`${name}.pid`) ? Number(readFileSync(`${name}.pid`, "utf8")) : 0;
        must(!isRunning(grandchild), `its child ${grandchild} runs on`, "hung");
      });
    }
  },
};
