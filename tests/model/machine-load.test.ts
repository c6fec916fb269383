import { describe, expect, it } from "vitest";
import {
  BUSY_SHARE,
  loadWarnings,
  type MachineLoad,
  sumOfLoads,
  takenShare,
} from "../../src/model/machine-load.ts";
import { summariseRecording } from "../../src/model/summarise-recording.ts";
import { completeRecording, recordingHeader, recordingOf } from "../fixtures/recording.ts";

const load = (cores: number, own: number, others: number): MachineLoad => ({
  wallMs: 1_000,
  cores,
  ownMs: own * 1_000,
  othersMs: others * 1_000,
});

describe("the load of the machine", () => {
  it("counts where others take what the program could have used, and not where cores are left", () => {
    expect(takenShare(load(2, 1, 1))).toBeCloseTo(0.5, 9);
    expect(takenShare(load(1, 0.5, 0.5))).toBeCloseTo(0.5, 9);
    expect(takenShare(load(64, 1, 40))).toBe(0);
    expect(takenShare(load(64, 1, 63))).toBeCloseTo(0.5, 9);
    expect(takenShare(load(8, 7.5, 0.4))).toBeLessThan(BUSY_SHARE);
  });

  it("grows with what others took, whatever the program did", () => {
    for (const own of [0.1, 1, 3.7]) {
      const shares = [0, 1, 2, 3].map((others) => takenShare(load(4, own, others)));
      expect(shares).toEqual([...shares].sort((a, b) => a - b));
    }
  });

  it("is warned of with the cores that were taken", () => {
    expect(loadWarnings(load(2, 1, 0.1))).toEqual([]);
    expect(loadWarnings(load(2, 1, 0.8))).toEqual([
      expect.stringMatching(/took 0\.8 of 2 cores, 40 % .* off by some 10 points.*--wait-quiet/),
    ]);
    expect(loadWarnings(null)).toEqual([]);
  });

  it("cannot be told of a moment, and adds up over executions", () => {
    expect(sumOfLoads([{ ...load(2, 1, 1), wallMs: 100 }])).toBeNull();
    expect(sumOfLoads([load(2, 1, 1), load(2, 0, 0)])).toEqual({
      wallMs: 2_000,
      cores: 2,
      ownMs: 1_000,
      othersMs: 1_000,
    });
  });

  it("of a recording is that of the busier arm; one of before it was watched has none", () => {
    const rows = completeRecording();
    expect(summariseRecording(recordingOf(recordingHeader(), rows))!.load).toBeNull();
    const watched = rows.map((row) =>
      row.kind === "execution" ? { ...row, load: load(2, 1, row.arm === "profiled" ? 0.9 : 0) } : row,
    );
    const summary = summariseRecording(recordingOf(recordingHeader(), watched))!;
    expect(summary.load).toEqual(load(2, 1, 0.9));
    expect(summary.warnings.join()).toContain("The machine was busy");
  });
});
