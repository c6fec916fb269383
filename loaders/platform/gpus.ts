/** The machine's GPUs, as their drivers' tools tell; a kit's Python asks the same (`loaders/kit/portolan_kit/gpus.py`). */
import type { Gpu } from "../../src/model/run-file.ts";
import { runCommand } from "../run-command.ts";

const NVIDIA = [
  "name",
  "driver_version",
  "memory.total",
  "clocks.max.sm",
  "clocks.max.memory",
  "power.limit",
  "mig.mode.current",
  "pcie.link.gen.current",
  "pcie.link.width.current",
];
const AMD = "--showproductname --showdriverversion --showmeminfo vram --showmaxpower --json".split(" ");
const TIMEOUT_MS = 20_000;

/** None where no tool is there, or none tells of one. */
export async function gpusHere(): Promise<Gpu[]> {
  const ask = async (file: string, args: readonly string[]): Promise<string> => {
    const { ok, stdout } = await runCommand(file, args, { timeoutMs: TIMEOUT_MS });
    return ok ? stdout : "";
  };
  if (process.platform === "darwin")
    return gpusOfApple(await ask("system_profiler", ["SPDisplaysDataType", "-json"]));
  const query = [`--query-gpu=${NVIDIA.join(",")}`, "--format=csv,noheader,nounits"];
  const [nvidia, amd] = await Promise.all([ask("nvidia-smi", query), ask("rocm-smi", AMD)]);
  return [...gpusOfNvidia(nvidia), ...gpusOfAmd(amd)];
}

/** Of `nvidia-smi`'s lines, one a GPU, in the order of what is asked; sizes in MiB, clocks in MHz, power in watts. */
export function gpusOfNvidia(text: string): Gpu[] {
  return text.split("\n").flatMap((line) => {
    const values = line.split(",").map((value) => value.trim());
    if (values.length !== NVIDIA.length) return [];
    const [name, driver, memory, clock, memoryClock, power, mig, generation, lanes] = values;
    const [gen, width] = [numberOf(generation), numberOf(lanes)];
    return [
      {
        name: name!,
        driver: driver || null,
        memoryBytes: bytesOf(memory, 2 ** 20),
        clockMhz: numberOf(clock),
        memoryClockMhz: numberOf(memoryClock),
        powerLimitWatts: numberOf(power),
        mig: mig === "Enabled" ? true : mig === "Disabled" ? false : null,
        pcie: gen === null || width === null ? null : { generation: gen, lanes: width },
      },
    ];
  });
}

/** Of `rocm-smi`'s JSON, an entry a card. */
export function gpusOfAmd(text: string): Gpu[] {
  const told = parsed(text) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return Object.keys(told)
    .filter((key) => key.startsWith("card"))
    .sort()
    .map((key) => {
      const values = new Map(Object.entries(told[key]!).map(([name, value]) => [name.toLowerCase(), value]));
      const power = [...values].find(([name]) => name.startsWith("max graphics package power"))?.[1];
      return {
        ...untold(values.get("card series") || values.get("card model") || "AMD GPU"),
        driver: told.system?.["Driver version"] ?? null,
        memoryBytes: bytesOf(values.get("vram total memory (b)"), 1),
        powerLimitWatts: numberOf(power),
      };
    });
}

/** Of `system_profiler`'s JSON: memory is the machine's, and no more is told. */
export function gpusOfApple(text: string): Gpu[] {
  const told = parsed(text) as { readonly SPDisplaysDataType?: readonly Readonly<Record<string, string>>[] };
  return (told.SPDisplaysDataType ?? []).map((one) => untold(one.sppci_model || one._name || "Apple GPU"));
}

const untold = (name: string): Gpu => ({
  name,
  driver: null,
  memoryBytes: null,
  clockMhz: null,
  memoryClockMhz: null,
  powerLimitWatts: null,
  mig: null,
  pcie: null,
});

function parsed(text: string): object {
  try {
    return JSON.parse(text || "{}") as object;
  } catch {
    return {};
  }
}

/** Null for what is no number above 0, such as "[N/A]". */
function numberOf(text: string | undefined): number | null {
  const value = Number(text ?? "");
  return Number.isFinite(value) && value > 0 ? value : null;
}

function bytesOf(text: string | undefined, unit: number): number | null {
  const value = numberOf(text);
  return value === null ? null : Math.trunc(value * unit);
}
