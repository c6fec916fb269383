/**
 * Whether two names are one GPU's: "NVIDIA H100 80GB HBM3" is an "NVIDIA H100", "Tesla T4" an "NVIDIA T4", and an
 * "NVIDIA L40S" no "NVIDIA L4". A part of one (MIG) is not the whole.
 */
export function isGpu(measured: string, { name }: { readonly name: string }): boolean {
  const words = (text: string) => text.toUpperCase().split(/[^A-Z0-9]+/);
  const have = words(measured);
  const model = words(name).filter((word) => word !== "NVIDIA" && word !== "AMD");
  return !have.includes("MIG") && model.every((word) => have.includes(word));
}
