/**
 * From 1.30 on, onnxruntime keeps an id of the device and a database of what it did in the user's cache, for its maker. A program that
 * Portolan starts is told to leave that: nothing leaves the machine, and two engines that differ in it would not be alike.
 */
export const NO_TELEMETRY: Readonly<Record<string, string>> = { ORT_DISABLE_TELEMETRY: "1" };
