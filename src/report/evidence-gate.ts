/** What keeps a profile from carrying a verdict, and what would make it carry one. */
import { shellWord } from "../model/decision/shell-word.js";
import type { EvidenceFault, EvidenceGate, EvidenceSubject } from "../model/evidence-gate.js";
import { formatShare } from "../model/format.js";

export interface EvidenceRemark {
  /** A sentence: what is wrong, in numbers. */
  readonly reason: string;
  /** A sentence: what would give evidence that can be relied on. */
  readonly remedy: string;
  /** As it can be typed; null where no command of Portolan's does it. */
  readonly command: string | null;
}

/** One for each fault; none for sound evidence. */
export function evidenceRemarks(gate: EvidenceGate, subject: EvidenceSubject): EvidenceRemark[] {
  return gate.state === "sound" ? [] : gate.faults.map((fault) => remarkOn(fault, subject));
}

/** The same as lines of text: reason, remedy and command in one. */
export function evidenceLines(gate: EvidenceGate, subject: EvidenceSubject): string[] {
  return evidenceRemarks(gate, subject).map(({ reason, remedy, command }) =>
    command === null ? `${reason} ${remedy}.` : `${reason} ${remedy}: ${command}`,
  );
}

function remarkOn(fault: EvidenceFault, subject: EvidenceSubject): EvidenceRemark {
  switch (fault.kind) {
    case "unattributed":
      return unattributed(fault, subject);
    case "hidden engine":
      return {
        reason: `${fault.engine} was seen only as Python frames (${formatShare(fault.share)} of the time): what its native code computes is billed to the Python code that called it, so no verdict rests on this split.`,
        ...(subject.kind === "recording"
          ? {
              remedy: "Record it where py-spy sees native frames, as on Linux, or mark the pipeline's stages",
              command: profileCommand(subject),
            }
          : { remedy: "Record the program with native frames", command: profileCommand(subject) }),
      };
    case "inflated":
      return {
        reason: `The profiler slowed the program by ${formatShare(fault.inflation)}, more than the ${formatShare(fault.limit)} up to which its shares can be taken as they are, so no verdict rests on them.`,
        remedy:
          "It is sampled less often by itself where that helps: give it more work and more time, or mark the pipeline's stages (docs/profile.md)",
        command: profileCommand(subject, "--budget 15m"),
      };
    case "on a device":
      return {
        reason: `${formatShare(fault.share)} of the time passes on a GPU or another device: no ratio of CPU code tells what that work would take anywhere else, so there is no verdict on leaving it.`,
        remedy: "Measure the program as it would be ported: no forecast replaces that",
        command: null,
      };
  }
}

function unattributed(
  fault: Extract<EvidenceFault, { kind: "unattributed" }>,
  subject: EvidenceSubject,
): EvidenceRemark {
  const { explainedShare, unmatchedShare, unfollowedShare, leastShare } = fault;
  const reason = `Only ${formatShare(explainedShare)} of the time is explained; below ${formatShare(leastShare)} there is no advice, and the rest is taken to stay as it is.`;
  const uncoveredShare = 1 - explainedShare - unmatchedShare - unfollowedShare;
  if (unfollowedShare >= Math.max(unmatchedShare, uncoveredShare)) {
    const remedy =
      "Its profiled thread mostly waits for others that work: mark the pipeline's stages (docs/profile.md), or let the profiled thread do the work";
    return { reason, remedy, command: subject.kind === "recording" ? profileCommand(subject) : null };
  }
  if (unmatchedShare >= uncoveredShare) {
    return subject.kind === "recording"
      ? {
          reason,
          remedy: "Add rules for the frames that none knows (the recording's page has the lines to paste)",
          command: profileCommand(subject, "--rules rules.yaml"),
        }
      : {
          reason,
          remedy: "Add rules for the frames that none knows; this lists them, with the lines to paste",
          command: `npx portolan attribute ${shellWord(subject.file)}`,
        };
  }
  return {
    reason,
    remedy:
      "Most of the rest is in no frame at all: profile the requests alone, or mark the pipeline's stages",
    command: profileCommand(subject),
  };
}

function profileCommand(subject: EvidenceSubject, options = ""): string {
  const words = ["npx portolan profile", ...(options === "" ? [] : [options])];
  if (subject.kind === "recording" && subject.attached) return [...words, subject.attached].join(" ");
  const command = subject.kind === "recording" ? subject.command.map(shellWord).join(" ") : "…";
  return [...words, "--", command].join(" ");
}
