import { describe, expect, it } from "vitest";
import { optionNotes } from "../../src/report/option-notes.ts";
import { evidence } from "../model/decision/evidence.ts";
import { answer } from "./answers.ts";

describe("what is to be known of options besides their figures", () => {
  const thin = (samples: number) => ({ tail: { state: "thin", samples, needed: 662 } as const });
  const three = answer({ platforms: ["lambda-x86"] }, [
    evidence("python", 50, thin(15)),
    evidence("native", 8, thin(16)),
    evidence("wasm", 30),
  ]);

  it("is said once, however many options it is about", () => {
    const { notes, of } = optionNotes(three);
    expect(new Set(notes).size).toBe(notes.length);
    const modelled = notes.findIndex((note) => note.includes("a modelled tail")) + 1;
    const marked = three.ranked.filter((one) => of(one).includes(modelled));
    expect(marked.map(({ option }) => option.target.target).sort()).toEqual(["native", "python"]);
  });

  it("tells where the same files run, and who has to be reviewed, where that tells options apart", () => {
    const targets = [evidence("python", 50), evidence("wasm", 30)];
    const notesOf = (over: Parameters<typeof answer>[0]) => optionNotes(answer(over, targets)).notes;
    const places = ["lambda-x86", "workers"];
    expect(notesOf({ platforms: places })).toContain(
      "The same files run on both platforms: AWS Lambda, x86; Cloudflare Workers.",
    );
    expect(notesOf({ platforms: ["lambda-x86"] }).join()).not.toMatch(/same files|reviews/);
    const { notes, of } = optionNotes(answer({ platforms: places, multiTenant: true }, targets));
    const reviewed = notes.findIndex((note) => note.includes("security reviews")) + 1;
    const shared = answer({ platforms: places, multiTenant: true }, targets);
    for (const one of shared.ranked)
      expect(of(one).includes(reviewed)).toBe(one.option.target.port !== "wasm");
  });

  it("names by what an option is beaten", () => {
    const { notes, of } = optionNotes(three);
    for (const one of three.ranked) {
      const said = of(one).map((number) => notes[number - 1]!);
      const beaten = said.filter((note) => note.startsWith("No better"));
      expect(beaten).toEqual(
        one.dominatedBy === null
          ? []
          : [`No better in total cost, p99 and cold start than ${one.dominatedBy.title}.`],
      );
    }
  });
});
