import { describe, expect, it } from "vitest";
import { containerEngine, probeInContainer, seenInside, waysToRun } from "../../loaders/container/engine.ts";
import { librariesIn } from "../../loaders/container/image.ts";
import type { runCommand } from "../../loaders/run-command.ts";

/** Answers for the engines that there are. */
const machineWith =
  (answers: Readonly<Record<string, string>>): typeof runCommand =>
  async (file) => ({ ok: file in answers, stdout: answers[file] ?? "", stderr: "" });

describe("a container engine", () => {
  it("is Docker where its daemon answers, else Podman, else none", async () => {
    expect(await containerEngine(machineWith({ docker: "28.1.1\n", podman: "5.0.0\n" }))).toEqual({
      file: "docker",
      version: "28.1.1",
    });
    // A client without a daemon ends well in some versions, and prints an empty line.
    expect(await containerEngine(machineWith({ docker: "\n", podman: "4.3.1\n" }))).toEqual({
      file: "podman",
      version: "4.3.1",
    });
    expect(await containerEngine(machineWith({}))).toBeNull();
  });

  it("is not asked where the program itself does not run", async () => {
    const probe = { available: false, reason: "no cc", enable: "install one" } as const;
    expect(await probeInContainer(probe)).toBe(probe);
  });

  it("starts a container without network, as its caller, and only Podman in more than one way", () => {
    const docker = { file: "docker", version: "28.1.1" } as const;
    expect(waysToRun(docker, "1000:1000").map((words) => words.join(" "))).toEqual([
      "docker run --rm --interactive --network none --user 1000:1000",
    ]);
    const podman = { file: "podman", version: "4.3.1" } as const;
    expect(waysToRun(podman, "1000:1000").map((words) => words.join(" "))).toEqual([
      "podman run --rm --interactive --network none --userns keep-id",
      "podman --cgroup-manager=cgroupfs --runtime runc run --rm --interactive --network none --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 --userns keep-id",
    ]);
    expect(waysToRun(podman, "0:0")[0]!.join(" ")).toBe("podman run --rm --interactive --network none");
  });

  it("lets a container see a folder once, and write where it has to", () => {
    const seen = seenInside([{ path: "/home/a" }, { path: "/tmp/b" }, { path: "/tmp/b", writable: true }]);
    expect(seen.filter((_, i) => seen[i - 1] === "--volume")).toEqual([
      "/home/a:/home/a:ro",
      "/tmp/b:/tmp/b",
    ]);
  });
});

describe("what a program loads", () => {
  it("is read from what ldd says, the loader with it", () => {
    const said = [
      "/opt/worker:",
      "\tlinux-vdso.so.1 (0x00007ffd5b9f2000)",
      "\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f1c2a000000)",
      "\tlibopenblas.so => /venv/numpy/_core/../../numpy.libs/libopenblas.so (0x00007f1c2b000000)",
      "\tlibgone.so.1 => not found",
      "\t/lib64/ld-linux-x86-64.so.2 (0x00007f1c2c3c4000)",
    ].join("\n");
    expect(librariesIn(said)).toEqual([
      "/lib/x86_64-linux-gnu/libm.so.6",
      "/venv/numpy.libs/libopenblas.so",
      "/lib64/ld-linux-x86-64.so.2",
    ]);
  });
});
