import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeMs,
  prefillMs,
  type TokenTimes,
  tokenTimesOf,
  wallMsAt,
} from "../../../src/model/llm/token-times.ts";
import { chatSummary } from "../../fixtures/chats.ts";

const times: TokenTimes = {
  measured: { promptTokens: 100, answerTokens: 11 },
  firstTokenMs: 230,
  promptTokenMs: 2,
  tokenMs: 30,
  scatter: [1],
};
const lengths = fc.record({
  promptTokens: fc.integer({ min: 1, max: 100_000 }),
  answerTokens: fc.integer({ min: 1, max: 10_000 }),
});

describe("a request of other lengths", () => {
  it("takes as long as measured at the measured lengths, whatever is done besides its tokens", () => {
    // 230 ms to the first of 11 tokens, 10 steps of 30 ms, and 7 ms of text.
    expect(wallMsAt(537, times, times.measured)).toBe(537);
  });

  it("adds what one more token of a prompt does, and a step for each token of the answer", () => {
    expect(wallMsAt(537, times, { promptTokens: 110, answerTokens: 11 })).toBeCloseTo(557, 9);
    expect(wallMsAt(537, times, { promptTokens: 100, answerTokens: 21 })).toBeCloseTo(837, 9);
  });

  it("is never shorter than its tokens, and never shorter for more of them", () => {
    fc.assert(
      fc.property(lengths, fc.nat(1000), fc.nat(1000), fc.nat(2000), (at, prompt, answer, wallMs) => {
        const more = { promptTokens: at.promptTokens + prompt, answerTokens: at.answerTokens + answer };
        const now = wallMsAt(wallMs, times, at);
        expect(now).toBeGreaterThanOrEqual(prefillMs(times, at) + decodeMs(times, at));
        expect(wallMsAt(wallMs, times, more)).toBeGreaterThanOrEqual(now);
      }),
    );
  });

  it("comes from what was measured: a prompt of 32 tokens in 20 ms, and one token in 2, so that 31 more add 18", () => {
    const [cell] = chatSummary().workloads[0]!.cells;
    expect(tokenTimesOf(cell!.state === "measured" ? cell!.generation! : (undefined as never))).toMatchObject(
      {
        measured: { promptTokens: 32, answerTokens: 32 },
        firstTokenMs: 20,
        promptTokenMs: 18 / 31,
        tokenMs: 2,
      },
    );
  });
});
