import { describe, expect, it } from "vitest";
import { threadLadders } from "../../../src/model/llm/threads.ts";
import {
  namedLadders,
  threadsFinding,
  threadsSentences,
  threadText,
} from "../../../src/report/llm/threads.ts";
import { chatSummary, THREADS } from "../../fixtures/chats.ts";

const [ladder] = namedLadders(chatSummary());

describe("threads of a language model's engine", () => {
  it("beyond the cores are told as the collapse that they are", () => {
    expect(threadsFinding(ladder!, 2)).toMatch(
      /^llama\.cpp on 2 cores: tokens come fastest with 2 threads; with 4, more than there are cores, each takes 25× \(\d+× to \d+×\) as long\.$/,
    );
    expect(threadsSentences(ladder!, 2)).toEqual([
      expect.stringMatching(
        /^A prompt of 128 tokens is read fastest with 2 threads, in 0\.56× \(.*of one thread’s time\.$/,
      ),
      expect.stringMatching(/without sleeping/),
    ]);
  });

  it("within the cores are told without it", () => {
    const own = { ...ladder!, ...threadLadders(THREADS.filter(({ threads }) => threads < 4))[0]! };
    expect(threadsFinding(own, 4)).toBe("llama.cpp on 4 cores: tokens come fastest with 2 threads.");
    expect(threadsSentences(own, 4)).toHaveLength(1);
  });

  it("that change nothing are not said to", () => {
    const same = THREADS.filter(({ threads }) => threads === 1);
    const twice = [...same, { ...same[0]!, threads: 2 }];
    const own = { ...ladder!, ...threadLadders(twice)[0]! };
    expect(threadsFinding(own, 1)).toMatch(
      /on one core: tokens come fastest with one thread; with 2, .* not told apart from that: 1\.0×/,
    );
    expect(threadsSentences(own, 1)).toHaveLength(1);
  });

  it("print rates beside times", () => {
    expect(threadText(ladder!.rungs[2]!)).toMatchObject({
      threads: "4",
      decode: "25",
      prefill: "140",
      rounds: "3",
    });
  });
});
