import { describe, expect, it } from "vitest";
import { linkSentence, standInSentence, unknownKeysSentence } from "../../src/report/stand-ins.ts";

const REQUESTS = { label: "Requests", given: "1.2B", used: "2000000..3000000..6000000" };
const BUDGET = { label: "Budget", given: "little", used: "" };

describe("what the page says of fields that will not do", () => {
  it("names each, and what answers in its place", () => {
    expect(standInSentence([])).toBe("");
    expect(standInSentence([REQUESTS])).toBe(
      "Requests “1.2B” will not do. Until it is right the answer goes by Requests 2000000..3000000..6000000, and the address stays as it is.",
    );
    expect(standInSentence([REQUESTS, BUDGET])).toBe(
      "Requests “1.2B” and Budget “little” will not do. Until they are right the answer goes by Requests 2000000..3000000..6000000 and Budget without a limit, and the address stays as it is.",
    );
  });

  it("claims the whole scenario for a copied link only where the link has it", () => {
    expect(linkSentence([], 0)).toBe("The link is copied; it carries the whole scenario.");
    expect(linkSentence([], 2)).toBe(
      "The link is copied; it carries the whole scenario, and the 2 set aside.",
    );
    const held = linkSentence([REQUESTS], 0);
    expect(held).toContain("Requests 2000000..3000000..6000000 in place of what will not do");
    expect(held).not.toContain("whole");
  });

  it("reports keys that nothing reads, with the key that was meant", () => {
    expect(unknownKeysSentence([])).toBe("");
    expect(
      unknownKeysSentence([
        { key: "requestPerMonth", near: "requestsPerMonth" },
        { key: "foo", near: null },
      ]),
    ).toBe(
      "The link names “requestPerMonth” (did you mean requestsPerMonth?) and “foo”: no such input, so that they change nothing.",
    );
  });
});
