/**
 * A pipeline whose split between interpreter (JavaScript glue), compute and io is known, because it measures itself.
 * The job in argv[2] and the last line of stdout are those of pipeline.py; `startUs` and `endUs` are the window on the
 * clock that a .cpuprofile uses.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { glueWork } from "./glue.mjs";
import { makeCompute } from "./model.mjs";
import { makePlan, repeat } from "./plan.mjs";
import { insideNs, now, timeCalls, watchCollections } from "./spans.mjs";
import { makeTransfer } from "./transfer.mjs";

/** Runs the plan; everything that is scored happens in here. */
async function truthWindow(plan, work) {
  const started = now();
  for (const stages of plan) {
    for (const [bucket, kind, units] of stages) await repeat(work[bucket][kind], units);
  }
  return { started, ended: now() };
}

/** The same work, with its compute and io marked, and the function that runs it as interpreter. */
async function markStages(work, { markerPath, profilePath }) {
  process.env.PORTOLAN_TRACE = profilePath;
  const { bucket } = await import(pathToFileURL(markerPath).href);
  const mark = (name) =>
    Object.fromEntries(Object.entries(work[name]).map(([kind, unit]) => [kind, () => bucket(name, unit)]));
  return {
    work: { ...work, compute: mark("compute"), io: mark("io") },
    run: (...plan) => bucket("interpreter", () => truthWindow(...plan)),
  };
}

const job = JSON.parse(process.argv[2]);
const { work: compute, kernel } = await makeCompute(job);
const work = { interpreter: glueWork, compute, io: makeTransfer(job.folder, kernel) };
if (job.targetMs) {
  writeFileSync(job.planPath, JSON.stringify(await makePlan(work, job.targetMs, job.iterationMs)));
}
const plan = JSON.parse(readFileSync(job.planPath, "utf8"));

// Compute and io are the time inside their calls, less garbage collections, which V8 starts wherever memory runs out:
// those are the interpreter's, with all else. A mark cannot tell them from its stage, so there they stay in it.
const spans = { compute: [], io: [] };
const timed = { ...work, compute: timeCalls(compute, spans.compute), io: timeCalls(work.io, spans.io) };
const marked = job.markerPath ? await markStages(timed, job) : { work: timed, run: truthWindow };
const collectionsSoFar = watchCollections();
const { started, ended } = await marked.run(plan, marked.work);
const collections = job.markerPath ? [] : await collectionsSoFar();

const wallMs = Number(ended - started) / 1e6;
const computeMs = insideNs(spans.compute, collections) / 1e6;
const ioMs = insideNs(spans.io, collections) / 1e6;
console.log(
  JSON.stringify({
    truthMs: { interpreter: wallMs - computeMs - ioMs, compute: computeMs, io: ioMs },
    wallMs,
    startUs: Number(started / 1000n),
    endUs: Number(ended / 1000n),
  }),
);
process.exit(0);
