/** Which target meets which requirement, each on the platform that suits it best. */
import type { Decision } from "../model/decision/decide.js";
import { GATES, type Gate, type GateFinding } from "../model/decision/gates.js";
import type { DecisionOption } from "../model/decision/options.js";

export const GATE_HEAD: Readonly<Record<Gate, string>> = {
  evidence: "Evidence",
  output: "Output right",
  reach: "Place",
  device: "Data on device",
  offline: "Offline",
  sandbox: "Sandbox",
  gpu: "Same GPU",
  clients: "Clients served",
  memory: "Memory",
  limits: "Platform’s limits",
  price: "Priced",
  p99: "p99",
  cold: "Cold start",
  budget: "Budget",
};

export const GATE_SIGN: Readonly<Record<GateFinding["passed"], string>> = { yes: "✓", no: "✗", unknown: "?" };

export const GATE_MARK: Readonly<Record<GateFinding["passed"], string>> = {
  yes: `${GATE_SIGN.yes} yes`,
  no: `${GATE_SIGN.no} no`,
  unknown: `${GATE_SIGN.unknown} open`,
};

export interface GatesOfTarget {
  readonly option: DecisionOption;
  readonly findings: readonly GateFinding[];
}

/** Of every target the option that costs least; where none qualifies, one that fails fewest gates. */
export function gatesOfTargets({ ranked, excluded, evidence }: Decision): GatesOfTarget[] {
  return evidence.targets.flatMap(({ target }) => {
    const own = <O extends { readonly option: DecisionOption }>(options: readonly O[]) =>
      options.filter(({ option }) => option.target.target === target);
    const [best = [...own(excluded)].sort((a, b) => failed(a) - failed(b))[0]] = own(ranked);
    return best ? [{ option: best.option, findings: best.gates }] : [];
  });
}

const failed = ({ gates }: { readonly gates: readonly GateFinding[] }) =>
  gates.filter(({ passed }) => passed === "no").length;

/** Everything that is not plainly met, each evidence once with the options that it holds for. */
export function openGates(
  rows: readonly GatesOfTarget[],
): { gate: Gate; evidence: string; options: string[] }[] {
  const open = new Map<string, { gate: Gate; evidence: string; options: string[] }>();
  for (const { option, findings } of rows)
    for (const { gate, passed, evidence } of findings) {
      if (passed === "yes") continue;
      const key = `${gate} ${evidence}`;
      const known = open.get(key) ?? { gate, evidence, options: [] };
      known.options.push(option.title);
      open.set(key, known);
    }
  return [...open.values()];
}

/** The gates that anything was asked of, in their order. */
export function askedGates(rows: readonly GatesOfTarget[]): Gate[] {
  return GATES.filter((gate) => rows.some(({ findings }) => findings.some((one) => one.gate === gate)));
}
