import { describe, expect, it } from "vitest";
import { CONFIG_KEYS } from "../../src/model/config-file.ts";
import { newProjectConfig, parseProjectConfig } from "../../src/model/project-config.ts";

const read = (text: string) => parseProjectConfig(text, "portolan.config.yaml");

describe("a project's configuration", () => {
  it("begins as a file that names every key, and states what is so anyway", () => {
    const text = newProjectConfig();
    for (const key of Object.keys(CONFIG_KEYS)) expect(text).toMatch(new RegExp(`^(?:# )?${key}: `, "m"));
    expect(read(text)).toEqual({ home: [".portolan"], report: ["portolan-report"] });
    // What is commented out can be used by taking the comment away.
    const all = text.replaceAll(/^# (\w+: \S+)$/gm, "$1");
    expect(Object.keys(read(all))).toEqual(Object.keys(CONFIG_KEYS));
  });

  it("names every fault at once, each with its line", () => {
    expect(() => read("portolanConfig: 1\nreprot: out\nrules:\nhome: [a]\n")).toThrowError(
      /yaml:2: .*unknown key "reprot"; .* did you mean report\?\n.*yaml:4: .*home has no value.*\n.*yaml:3: .*rules has no value/,
    );
    expect(() => read("home: here\n")).toThrowError(/portolanConfig is missing/);
    expect(() => read("portolanConfig: 2\n")).toThrowError(/portolanConfig is 2; this Portolan reads 1/);
  });
});
