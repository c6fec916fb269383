import { describe, expect, it } from "vitest";
import { perplexity, perplexityDiffers } from "../../../src/model/llm/perplexity.ts";

describe("perplexity", () => {
  it("of a model that knows nothing is the size of its vocabulary", () => {
    expect(perplexity([1, 2, 3].map(() => -Math.log(259)))).toBeCloseTo(259, 9);
    expect(perplexity([0, 0])).toBe(1);
  });

  it("is the reference's within what rounding makes of it, whichever is larger", () => {
    expect(perplexityDiffers(618.2, 616.5, 0.01)).toBeNull();
    expect(perplexityDiffers(616.5, 618.2, 0.01)).toBeNull();
  });

  it("is refused where it is another model's, as that of weights of fewer bits", () => {
    // Means over `chat`'s text with weights of eight bits and of four, by llama.cpp on this kind of machine.
    const eight = Math.exp(6.4305);
    const four = Math.exp(6.4022);
    expect(perplexityDiffers(four, eight, 0.01)).toMatch(
      /perplexity is 603\.2, the reference's 620\.5 \(2\.8 % apart, allowed 1 %\)/,
    );
  });

  it("is refused where a token has no probability", () => {
    expect(perplexityDiffers(perplexity([-1, null]), 2, 0.01)).toMatch(/no number above 0/);
    expect(perplexityDiffers(perplexity([-1, Number.NEGATIVE_INFINITY]), 2, 0.01)).toMatch(
      /no number above 0/,
    );
  });
});
