import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { scriptOf } from "../fixtures/module.ts";
import { temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";

const tmp = join(temporaryHome(), "tmp");
const scripts = temporaryFolder();
let user: string;

beforeAll(async () => {
  user = await scriptOf(
    scripts,
    "user",
    `import { writeFileSync } from "node:fs";
    import { scratchFolder } from "./loaders/files/scratch.ts";
    writeFileSync(scratchFolder() + "/response.bin", "some");
    process.stdout.write(scratchFolder());
    if (process.argv[2] === "stay") process.stdin.resume();`,
  );
});

async function stays() {
  const child = spawn(process.execPath, [user, "stay"], { stdio: ["pipe", "pipe", "inherit"] });
  const [folder] = await once(child.stdout, "data");
  return { child, folder: String(folder) };
}

it("goes with its process, however that ends, and never sooner", async () => {
  const [living, killed] = [await stays(), await stays()];
  killed.child.kill("SIGKILL");
  await once(killed.child, "close");
  mkdirSync(join(tmp, "portolan-1-abcdef")); // Its owner has yet to sign.
  writeFileSync(join(tmp, "outputs-1.bin"), "");
  writeFileSync(join(tmp, "outputs-2.bin"), "");
  const old = new Date(Date.now() - 2 * 24 * 3_600e3);
  utimesSync(join(tmp, "outputs-1.bin"), old, old);
  expect(existsSync(join(killed.folder, "response.bin"))).toBe(true);

  const { status, stdout } = spawnSync(process.execPath, [user], { encoding: "utf8" });
  expect(status).toBe(0);
  expect(stdout.startsWith(tmp)).toBe(true);
  expect(
    readdirSync(tmp)
      .map((name) => join(tmp, name))
      .sort(),
  ).toEqual([living.folder, join(tmp, "portolan-1-abcdef"), join(tmp, "outputs-2.bin")].sort());
  expect(existsSync(join(living.folder, "response.bin"))).toBe(true);

  living.child.stdin!.end();
  await once(living.child, "close");
  expect(existsSync(living.folder)).toBe(false);
});
