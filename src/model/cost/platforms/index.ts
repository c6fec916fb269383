import type { PriceBook } from "../../prices/price.js";
import { azureContainerApps, azureFunctions } from "./azure.js";
import { browser } from "./browser.js";
import { cloudRun } from "./cloud-run.js";
import { edgeDevice } from "./edge-device.js";
import { fargate } from "./fargate.js";
import { fastly } from "./fastly.js";
import { modal, runPod } from "./gpu-workers.js";
import { huggingFace } from "./hugging-face.js";
import { instances, ownServer } from "./instance.js";
import { lambda } from "./lambda.js";
import { lambdaProvisioned } from "./lambda-provisioned.js";
import { platformOfTraits } from "./of-traits.js";
import type { Platform } from "./platform.js";
import { sageMaker } from "./sagemaker.js";
import { spin } from "./spin.js";
import { tokenApis } from "./token-apis.js";
import { vercel } from "./vercel.js";
import { wasmCloud } from "./wasmcloud.js";
import { workers } from "./workers.js";

/** Every platform, in the order in which they are offered. A new one is a file here and its line below. */
export const PLATFORMS: readonly Platform[] = [
  ...lambda,
  ...lambdaProvisioned,
  workers,
  fastly,
  spin,
  cloudRun,
  azureFunctions,
  azureContainerApps,
  vercel,
  ...modal,
  ...runPod,
  sageMaker,
  ...fargate,
  ...instances,
  ...huggingFace,
  ownServer,
  wasmCloud,
  ...tokenApis,
  browser,
  edgeDevice,
];

/** Those, and a user's own. */
export const platformsOf = ({ platforms = [] }: PriceBook): readonly Platform[] => [
  ...PLATFORMS,
  ...platforms.map(platformOfTraits),
];

/** @throws RangeError that names the platforms there are */
export function platformOf(id: string, book: PriceBook = { entries: [] }): Platform {
  const all = platformsOf(book);
  const platform = all.find((platform) => platform.id === id);
  if (platform) return platform;
  throw new RangeError(`there is no platform "${id}"; known are ${all.map(({ id }) => id).join(", ")}`);
}
