import { fileURLToPath } from "node:url";
import { sharedLibrariesOf } from "../container/image.ts";
import { inContainer } from "../container/target.ts";
import { venvFolder } from "../paths.ts";
import { venvPython } from "../python/venv.ts";
import { runCommand } from "../run-command.ts";
import { target as numpy } from "./python-numpy.ts";

const FILES = `
import glob, json, os, sys, sysconfig
standard = sysconfig.get_path("stdlib")
program = os.path.realpath(sys.executable)
code = glob.glob(standard + "/lib-dynload/*.so") + glob.glob(sysconfig.get_path("purelib") + "/**/*.so*", recursive=True)
print(json.dumps({"standard": standard, "program": program, "code": code}))
`;

export const target = /* @__PURE__ */ inContainer(numpy, {
  id: "docker-python",
  title: "Python in a container",
  summary:
    "As python-numpy, in a container of Docker or Podman, without network; its image holds this machine’s Python and the project’s environment.",
  name: "python",
  code: [fileURLToPath(new URL("../python", import.meta.url)).replace(/\/$/, "")],
  contents: async () => {
    const { ok, stdout, stderr } = await runCommand(venvPython(), ["-c", FILES]);
    if (!ok) throw new Error(`Python does not tell where its files are: ${stderr.trim()}`);
    const { standard, program, code } = JSON.parse(stdout) as {
      standard: string;
      program: string;
      code: string[];
    };
    const folders = [standard, venvFolder()];
    const isInside = (path: string) => folders.some((folder) => path.startsWith(`${folder}/`));
    const libraries = (await sharedLibrariesOf([program, ...code])).filter((path) => !isInside(path));
    return {
      paths: [program, ...folders, ...libraries],
      without: [
        `${standard}/site-packages`,
        `${standard}/test`,
        `${venvFolder()}/lib64`,
        "*/site-packages/pip",
      ],
      trial: [venvPython(), "-c", "import onnxruntime, numpy"],
    };
  },
});
