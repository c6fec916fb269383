import { expect, it } from "vitest";
import { Analyses } from "../../../src/components/what-if/analyses.ts";
import type { Reply } from "../../../src/components/what-if/protocol.ts";
import { book, scenario, summary } from "../../gallery/data.ts";

it("answers the newest scenario alone, part by part", async () => {
  const replies: Reply[] = [];
  const whole = new Promise<void>((resolve) => {
    const analyses = new Analyses(
      (reply) => {
        replies.push(reply);
        if (reply.kind === "curves") resolve();
      },
      () => new Promise((breathed) => setTimeout(breathed, 0)),
    );
    analyses.hear({ kind: "start", summary, pipelines: [], book });
    analyses.hear({ kind: "analyse", id: 1, scenario, part: "decision" });
    analyses.hear({ kind: "analyse", id: 2, scenario: { ...scenario, title: "Newest" }, part: "decision" });
  });
  await whole;
  expect(replies.map((reply) => [reply.kind, "id" in reply && reply.id])).toEqual(
    ["answer", "sensitivity", "weighed", "curves"].map((kind) => [kind, 2]),
  );
  const [first] = replies;
  expect(first?.kind === "answer" && first.answer.scenario.title).toBe("Newest");
}, 60_000);
