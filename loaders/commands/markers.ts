import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Argument, type Command } from "commander";
import { transformSync } from "esbuild";
import { projectRoot } from "../paths.ts";
import { print } from "../terminal/print.ts";

const LANGUAGES = ["python", "typescript", "javascript"] as const;
type Language = (typeof LANGUAGES)[number];

export function registerMarkers(program: Command): void {
  program
    .command("markers")
    .description("print the module with which a pipeline marks its own stages")
    .addArgument(new Argument("<language>", "save what it prints beside your pipeline").choices(LANGUAGES))
    .addHelpText("after", "\nFor example: npx portolan markers python > portolan_marker.py")
    .action((language: Language) => {
      print(markerModule(language).trimEnd());
    });
}

/** The source of a marker module, complete and free of dependencies. */
export function markerModule(language: Language): string {
  const name = language === "python" ? "portolan_marker.py" : "portolan-marker.ts";
  const source = readFileSync(join(projectRoot, "markers", name), "utf8");
  return language === "javascript" ? transformSync(source, { loader: "ts", target: "es2022" }).code : source;
}
