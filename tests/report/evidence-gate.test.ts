import { describe, expect, it } from "vitest";
import { evidenceGate, SOUND_EVIDENCE } from "../../src/model/evidence-gate.ts";
import { evidenceRemarks } from "../../src/report/evidence-gate.ts";

const recording = { kind: "recording", command: ["python", "my app.py"] } as const;
const profile = { kind: "profile", file: "p.json" } as const;
const half = { ...SOUND_EVIDENCE, explainedShare: 0.5 };

describe("what is said of evidence that bears no verdict", () => {
  it("is nothing where it is sound", () => {
    expect(evidenceRemarks(evidenceGate(SOUND_EVIDENCE), profile)).toEqual([]);
  });

  it("has the engine's name and the command that would see into it", () => {
    const gate = evidenceGate({ ...SOUND_EVIDENCE, hiddenEngine: { name: "PyTorch", share: 0.91 } });
    const [ofProfile] = evidenceRemarks(gate, profile);
    expect(ofProfile!.reason).toContain("PyTorch was seen only as Python frames (91 % of the time)");
    expect(ofProfile!.command).toBe("npx portolan profile -- …");
    expect(evidenceRemarks(gate, recording)[0]!.command).toBe("npx portolan profile -- python 'my app.py'");
  });

  it("has only what would raise the explained share: rules, marks or the other threads", () => {
    const remarkOn = (facts: Partial<typeof half>) =>
      evidenceRemarks(evidenceGate({ ...half, ...facts }), profile)[0]!;
    expect(remarkOn({ unmatchedShare: 0.4 }).command).toBe("npx portolan attribute p.json");
    expect(remarkOn({ unfollowedShare: 0.4 }).remedy).toContain("waits for others");
    expect(remarkOn({}).remedy).toContain("in no frame at all");
    for (const one of [remarkOn({}), remarkOn({ unmatchedShare: 0.4 })]) {
      expect(one.reason).toContain("Only 50 % of the time is explained");
    }
  });

  it("names both numbers of a slow-down, and a command that samples less often", () => {
    const [remark] = evidenceRemarks(evidenceGate({ ...SOUND_EVIDENCE, inflation: 0.6 }), recording);
    expect(remark!.reason).toContain("60 %");
    expect(remark!.reason).toContain("25 %");
    expect(remark!.command).toContain("--budget");
  });

  it("has no command for a device, since no forecast replaces a measurement", () => {
    const [remark] = evidenceRemarks(evidenceGate({ ...SOUND_EVIDENCE, deviceShare: 0.98 }), profile);
    expect(remark!.reason).toContain("98 % of the time passes on a GPU");
    expect(remark!.command).toBeNull();
  });
});
