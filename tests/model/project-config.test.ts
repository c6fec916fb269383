import { describe, expect, it } from "vitest";
import { BRAND_KEYS } from "../../src/model/brand.ts";
import { CONFIG_KEYS } from "../../src/model/config-file.ts";
import { newProjectConfig, parseProjectConfig } from "../../src/model/project-config.ts";

const read = (text: string) => parseProjectConfig(text, "portolan.config.yaml");

describe("a project's configuration", () => {
  it("begins as a file that names every key, and states what is so anyway", () => {
    const text = newProjectConfig();
    for (const key of Object.keys(CONFIG_KEYS)) expect(text).toMatch(new RegExp(`^(?:# )?${key}:`, "m"));
    expect(read(text)).toEqual({ places: { home: [".portolan"], report: ["portolan-report"] }, brand: {} });
    // What is commented out can be used by taking the comment away.
    const all = text.replaceAll(/^( *)# (\w+: (?:\S+|.* team|Internal.*))$/gm, "$1$2");
    const { places, brand } = read(all);
    expect(Object.keys(places)).toEqual(Object.keys(CONFIG_KEYS));
    expect(Object.keys(brand)).toEqual(Object.keys(BRAND_KEYS));
  });

  it("names every fault at once, each with its line", () => {
    expect(() => read("portolanConfig: 1\nreprot: out\nrules:\nhome: [a]\n")).toThrowError(
      /yaml:2: .*unknown key "reprot"; .* did you mean report\?\n.*yaml:4: .*home has no value.*\n.*yaml:3: .*rules has no value/,
    );
    expect(() => read("home: here\n")).toThrowError(/portolanConfig is missing/);
    expect(() => read("portolanConfig: 2\n")).toThrowError(/portolanConfig is 2; this Portolan reads 1/);
  });

  it("takes a report as a folder, or as a mapping that says whose it is", () => {
    expect(read("portolanConfig: 1\nreport: out\n")).toEqual({ places: { report: ["out"] }, brand: {} });
    const text = "portolanConfig: 1\nreport:\n  team: Payments\n  siteUrl: https://reports.example.com/p\n";
    expect(read(text)).toEqual({
      places: {},
      brand: { team: "Payments", siteUrl: "https://reports.example.com/p/" },
    });
  });

  it("refuses a report's colours, pictures and addresses that will not do, all at once, with what will", () => {
    const faulty = [
      'portolanConfig: 1\nreport:\n  accent: "#f2c94c"\n  accentDark: dark red\n  logo: logo.gif',
      "  siteUrl: reports.example.com\n  confidentialty: x\n",
    ].join("\n");
    expect(() => read(faulty)).toThrowError(
      /unknown key "confidentialty".* did you mean confidentiality\?[\s\S]*logo is logo\.gif[\s\S]*accent #f2c94c stands out only 1\.\d : 1 from the light theme’s grounds; give one of 4\.5 : 1 or more, such as "#[\da-f]{6}"[\s\S]*accentDark is dark red[\s\S]*siteUrl is reports\.example\.com/,
    );
  });
});
