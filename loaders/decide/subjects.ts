/** What there is to decide about: the workloads of a run, the recordings of this machine, a profile. */
import {
  allSubjects,
  measuredSubjects,
  profiledSubject,
  type Subject,
} from "../../src/model/decision/subject.ts";
import { evidenceGate } from "../../src/model/evidence-gate.ts";
import { forecastReference, perRequest } from "../../src/model/forecast/index.ts";
import { type ProfiledPipeline, pipelineOf } from "../../src/model/recording-listing.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { readRecordings } from "../store/recordings.ts";
import { targets } from "../targets/index.ts";
import { say } from "../terminal/print.ts";
import { workloads } from "../workloads/index.ts";
import { subjectOf } from "./forecast-subject.ts";

/** The workloads of a run, then every recording that holds a profile, newest first. */
export function knownSubjects(summary: MeasuredSummary): Subject[] {
  const recordings = readRecordings(say).reverse();
  return allSubjects(
    summary,
    recordings.flatMap((recording) => pipelineOf(recording) ?? []),
    targets,
  );
}

/**
 * One subject by name: a workload of the run, a recording's id, or a profile's path.
 *
 * @param requests how many requests the recording or the profile holds; undefined for what the recording says, or one
 * @param isLarge whether a zipped profile may hold more than is usual
 * @throws Error or TraceError that says what is allowed
 */
export function subjectNamed(
  summary: MeasuredSummary,
  name: string,
  requests?: number,
  isLarge = false,
): Subject {
  const measured = measuredSubjects(summary).find(({ workload }) => workload.id === name);
  if (measured || workloads.some(({ id }) => id === name)) {
    if (requests !== undefined) {
      throw new Error(
        "--requests goes with --workload and a recording or a profile: a measured workload is one request",
      );
    }
    if (measured) return measured;
    const held = summary.workloads.map(({ id }) => id).join(", ");
    throw new Error(
      `run ${summary.runId} did not measure ${name} (it holds ${held}): \`npx portolan measure --workload ${name}\``,
    );
  }
  const pipeline = recordedPipeline(name, requests) ?? profiledPipeline(name, summary, isLarge, requests);
  return profiledSubject(pipeline, forecastReference(summary, { targets }));
}

function recordedPipeline(id: string, requests?: number): ProfiledPipeline | null {
  const recording = readRecordings(() => {}).find((one) => one.id === id);
  return recording ? pipelineOf(recording, requests) : null;
}

function profiledPipeline(
  path: string,
  summary: MeasuredSummary,
  large: boolean,
  requests = 1,
): ProfiledPipeline {
  const { input: whole, evidence } = subjectOf(path, summary, { large });
  const input = perRequest(whole, requests);
  // Only a workload has no source, and those were answered before.
  return {
    id: path,
    title: path,
    input,
    evidence: { gate: evidenceGate(input.evidence), source: evidence! },
  };
}
