import { describe, expect, it } from "vitest";
import { alone } from "../loaders/alone.ts";
import { temporaryFolder } from "./fixtures/temporary-folder.ts";

const folder = temporaryFolder();

describe("alone", () => {
  it("lets one at a time, and tells the second who is at it since when", async () => {
    const told: string[] = [];
    const order: string[] = [];
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = alone(folder, "testing", told.push.bind(told), async () => {
      begun();
      await expect.poll(() => told.length).toBe(1);
      order.push("first");
    });
    await hasBegun;
    await alone(folder, "testing", told.push.bind(told), async () => {
      order.push("second");
    });
    await first;
    expect(order).toEqual(["first", "second"]);
    expect(told).toEqual([
      expect.stringMatching(
        new RegExp(`^Process ${process.pid}, since \\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z, is testing; waiting`),
      ),
    ]);
  });

  it("lets the next in after a failure", async () => {
    const failed = alone(
      folder,
      "failing",
      () => {},
      async () => {
        throw new Error("it failed");
      },
    );
    await expect(failed).rejects.toThrow("it failed");
    expect(
      await alone(
        folder,
        "trying",
        () => {},
        async () => "done",
      ),
    ).toBe("done");
  });
});
