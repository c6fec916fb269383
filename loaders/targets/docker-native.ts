import { sharedLibrariesOf } from "../container/image.ts";
import { inContainer } from "../container/target.ts";
import { target as native } from "./native-c.ts";

export const target = /* @__PURE__ */ inContainer(native, {
  id: "docker-native",
  title: "Native in a container",
  summary:
    "As native-c, in a container of Docker or Podman, without network; its image holds the libraries that it loads.",
  name: "native",
  contents: async ({ program, onnxruntime }) => {
    const libraries = await sharedLibrariesOf([program!, onnxruntime!]);
    const loader = libraries.find((path) => /\/ld-[^/]+\.so/.test(path))!;
    return { paths: [...libraries, onnxruntime!], trial: [loader, "--list", onnxruntime!] };
  },
});
