/** What `portolan forecast` is asked about: a built-in workload, a recording, or a profile. */
import { existsSync } from "node:fs";
import type { EvidenceSubject } from "../../src/model/evidence-gate.ts";
import {
  extrasOfProfile,
  type ForecastInput,
  inputOfAttribution,
  inputOfRecording,
  inputOfReference,
  measuredReference,
} from "../../src/model/forecast/index.ts";
import type { RecordingSummary } from "../../src/model/recording.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import { resolveNodes } from "../../src/model/traces/destinations.ts";
import { readRecordings } from "../store/recordings.ts";
import { say } from "../terminal/print.ts";
import { loadRules, readTrace, type TraceReading } from "../traces/read-trace.ts";
import { tryRules } from "../traces/try-rules.ts";
import { workloads } from "../workloads/index.ts";

export type SubjectKind = "workload" | "recording" | "profile";

export interface Subject {
  readonly kind: SubjectKind;
  readonly name: string;
  /** Of everything that was profiled. */
  readonly input: ForecastInput;
  /** Requests that it holds, as far as anybody said. */
  readonly requests: number;
  /** How better evidence could be had; null for a workload, whose stages are marked. */
  readonly evidence: EvidenceSubject | null;
  /** The workload whose own measurements must not inform the forecast; null for what was never measured. */
  readonly leaveOut: string | null;
  /** What was measured of a built-in workload on each target, milliseconds. */
  readonly measuredMs: ReadonlyMap<string, number>;
}

/** How a profile is read. */
interface Reading extends TraceReading {
  /** A file of rules that come before the default ones. */
  readonly rules?: string | undefined;
}

/** @throws Error or TraceError that says what is allowed, for what is none of the three */
export function subjectOf(name: string, summary: MeasuredSummary | null, reading: Reading = {}): Subject {
  if (workloads.some(({ id }) => id === name)) return workloadSubject(name, summary);
  if (existsSync(name)) return profileSubject(name, reading);
  const recordings = readRecordings(say);
  const recording = recordings.find(({ id }) => id === name);
  if (recording) return recordingSubject(recording);
  const known = recordings.map(({ id }) => id).join(", ") || "none; `npx portolan profile` makes one";
  throw new Error(
    `"${name}" is neither a file nor a workload (${workloads.map(({ id }) => id).join(", ")}) nor a recording (${known})`,
  );
}

function workloadSubject(name: string, summary: MeasuredSummary | null): Subject {
  if (summary === null) {
    throw new Error(
      `${name} is forecast from its measured Python profile, and there is no run yet: \`npx portolan measure\` makes one`,
    );
  }
  const reference = measuredReference(summary);
  const baseline = reference.targets.find(({ id }) => id === reference.baseline);
  const workload = reference.workloads.find(({ id }) => id === name);
  const input = workload && inputOfReference(workload, baseline);
  if (!workload || !input) {
    const held = reference.workloads.map(({ id }) => id).join(", ");
    throw new Error(
      `run ${summary.runId} has no measurement of ${name} on ${reference.baseline ?? "a baseline"} (it holds ${held}): \`npx portolan measure --workload ${name}\``,
    );
  }
  const measuredMs = new Map([...workload.cells].map(([target, { wallMs }]) => [target, wallMs]));
  return { kind: "workload", name, input, requests: 1, evidence: null, leaveOut: name, measuredMs };
}

function profileSubject(path: string, reading: Reading): Subject {
  const profile = readTrace(path, reading);
  const rules = loadRules(reading.rules);
  tryRules(rules, profile);
  const { destinations } = resolveNodes(profile, rules);
  const input = inputOfAttribution(attributeTrace(profile, rules), extrasOfProfile(profile, destinations));
  return {
    kind: "profile",
    name: path,
    input,
    requests: profile.requests?.each.length ?? 1,
    evidence: { kind: "profile", file: path },
    leaveOut: null,
    measuredMs: new Map(),
  };
}

function recordingSubject(recording: RecordingSummary): Subject {
  const { id, attributions, requests } = recording;
  const best = attributions[0];
  if (best === undefined) {
    throw new Error(`recording ${id} ended before its profile: \`npx portolan profile\` again`);
  }
  const input = inputOfRecording(recording, best);
  const evidence = { kind: "recording", command: recording.command } as const;
  return { kind: "recording", name: id, input, requests, evidence, leaveOut: null, measuredMs: new Map() };
}
