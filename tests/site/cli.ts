import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../bin/portolan.js", import.meta.url));

/** Runs the command to its end with a home of its own. */
export function cliSync(args: readonly string[], home: string) {
  return spawnSync(process.execPath, [BIN, ...args], {
    encoding: "utf8",
    env: { ...process.env, PORTOLAN_HOME: home },
  });
}
