/** What an hour of a machine of one's own costs: bought once, fed with electricity, and never used in full. */
import { countText } from "../format.js";

export interface OnPremises {
  /** What one server costs to buy, and for how many years it is used. */
  readonly usd: number;
  readonly years: number;
  /** On average, and what a building takes for each watt of its servers (PUE). */
  readonly watts: number;
  readonly pue: number;
  readonly usdPerKwh: number;
  /** Space, network, hands. */
  readonly usdPerMonth: number;
  /** Share of its vCPUs, or GPUs, that is given out over all hours, to whatever runs there. */
  readonly utilisation: number;
  /** How many of these one server has. */
  readonly parts: number;
  /** What is given out: "vCPU", or the GPU's name. */
  readonly part: string;
}

interface HourlyPart {
  readonly key: "capital" | "electricity" | "upkeep";
  readonly label: string;
  /** Per hour of a vCPU or GPU that is given out. */
  readonly usdPerHour: number;
  /** How it was computed. */
  readonly steps: string;
}

const HOURS_PER_YEAR = 8760;
const HOURS_PER_MONTH = HOURS_PER_YEAR / 12;

/** Without what costs nothing. */
export function hourlyParts(machine: OnPremises): HourlyPart[] {
  const { usd, years, watts, pue, usdPerKwh, usdPerMonth, utilisation, parts, part } = machine;
  const perPart = `÷ ${countText(parts)} × ${part} ÷ ${countText(utilisation * 100)} % given out`;
  const serverHours = [
    [
      "capital",
      "Capital",
      usd / years / HOURS_PER_YEAR,
      `$${countText(usd)} ÷ ${countText(years)} years ÷ 8,760 hours`,
    ],
    [
      "electricity",
      "Electricity",
      (watts / 1000) * pue * usdPerKwh,
      `${countText(watts)} W × PUE ${pue} × $${usdPerKwh} per kWh`,
    ],
    [
      "upkeep",
      "Space and upkeep",
      usdPerMonth / HOURS_PER_MONTH,
      `$${countText(usdPerMonth)} a month ÷ 730 hours`,
    ],
  ] as const;
  return serverHours.flatMap(([key, label, usdPerServerHour, how]) =>
    usdPerServerHour === 0
      ? []
      : [{ key, label, usdPerHour: usdPerServerHour / parts / utilisation, steps: `${how} ${perPart}` }],
  );
}

/** The steps as a bill says them: "$14,000 ÷ … is $0.017; …; together $0.030 an hour of a vCPU". */
export function hourlySteps(machine: OnPremises): string {
  const parts = hourlyParts(machine);
  const dollars = (usd: number) => `$${Number(usd.toPrecision(3))}`;
  const sum = parts.reduce((all, { usdPerHour }) => all + usdPerHour, 0);
  const told = parts.map(({ label, steps, usdPerHour }) => `${label}: ${steps} = ${dollars(usdPerHour)}`);
  return `${told.join("; ")}; together ${dollars(sum)} for an hour of one ${machine.part}`;
}
