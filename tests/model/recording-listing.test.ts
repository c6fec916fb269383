import { describe, expect, it } from "vitest";
import { listingOf } from "../../src/model/recording-listing.ts";
import { summariseRecording } from "../../src/model/summarise-recording.ts";
import { completeRecording, recordingHeader, recordingOf } from "../fixtures/recording.ts";

const summaryOf = (rows = completeRecording()) => summariseRecording(recordingOf(recordingHeader(), rows))!;

describe("the listing of a recording", () => {
  it("splits the unprofiled wall time by the best evidence, without the trees", () => {
    const summary = summaryOf();
    const { attribution, wallMs, id } = listingOf(summary);
    expect(id).toBe(summary.id);
    expect(wallMs.median).toBe(1_000);
    expect(attribution?.bucketMs.interpreter).toBeCloseTo(500, 6);
    expect(attribution?.coverage).toBeCloseTo(0.9, 6);
    expect(JSON.stringify(listingOf(summary))).not.toContain("the whole profile");
  });

  it("has no attribution where the recording ended before", () => {
    const summary = summaryOf(completeRecording().filter(({ kind }) => kind !== "attribution"));
    expect(listingOf(summary).attribution).toBeNull();
  });
});
