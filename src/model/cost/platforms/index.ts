import { browser } from "./browser.js";
import { edgeDevice } from "./edge-device.js";
import { fargate } from "./fargate.js";
import { fastly } from "./fastly.js";
import { instances, ownServer } from "./instance.js";
import { lambda } from "./lambda.js";
import { lambdaProvisioned } from "./lambda-provisioned.js";
import type { Platform } from "./platform.js";
import { spin } from "./spin.js";
import { wasmCloud } from "./wasmcloud.js";
import { workers } from "./workers.js";

/** Every platform, in the order in which they are offered. A new one is a file here and its line below. */
export const PLATFORMS: readonly Platform[] = [
  ...lambda,
  ...lambdaProvisioned,
  workers,
  fastly,
  spin,
  ...fargate,
  ...instances,
  ownServer,
  wasmCloud,
  browser,
  edgeDevice,
];

/** @throws RangeError that names the platforms there are */
export function platformOf(id: string): Platform {
  const platform = PLATFORMS.find((platform) => platform.id === id);
  if (platform) return platform;
  throw new RangeError(`there is no platform "${id}"; known are ${PLATFORMS.map(({ id }) => id).join(", ")}`);
}
