import { describe, expect, it } from "vitest";
import { loadRules } from "../../loaders/traces/read-trace.ts";
import { tryRules } from "../../loaders/traces/try-rules.ts";
import { TraceError } from "../../src/model/traces/format.ts";
import { parseRules } from "../../src/model/traces/rules/parse-rules.ts";
import { profileOf } from "../model/traces/trees.ts";

const profile = profileOf([[["main@a.py", `${"a".repeat(60)}b@c.py`], 9]]);
const rule = (id: string, pattern: string) =>
  `  - { id: ${id}, bucket: io, name: '${pattern}', reason: a test }\n`;

describe("a user's rules", () => {
  it.each(["(a+)+$", "^(a|aa)+$", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)XX$"])(
    "%s would take for ever: it is ended, and named with the fix",
    (pattern) => {
      const rules = [
        ...parseRules(`rules:\n${rule("sound", "b$")}${rule("slow", pattern)}`, ""),
        ...loadRules(),
      ];
      // Long enough for the sound one on a machine that is busy.
      expect(() => tryRules(rules, profile, 1_000)).toThrow(
        expect.objectContaining({
          name: TraceError.name,
          message: expect.stringMatching(
            /^rule "slow" was still matching this profile after 1 s.*can take for ever\. Repeat no group that itself repeats/,
          ),
        }),
      );
    },
  );

  it("pass where they match in time, and the standard ones are not tried", () => {
    tryRules(loadRules(), profile, 1);
    tryRules([...parseRules(`rules:\n${rule("sound", "^a+b$")}`, ""), ...loadRules()], profile);
  });
});
