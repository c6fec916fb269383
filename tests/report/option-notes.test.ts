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
