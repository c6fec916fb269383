/** Staying against the best course, figure by figure: the head of the what-if page, and what stands beside each scenario. */
import { formatShare, formatUsd } from "../model/format.js";
import type { Answer, ExcludedAnswer, RankedAnswer } from "./answer.js";
import { GATE_LABEL, horizonText } from "./decision-sentences.js";
import { breakEvenText } from "./option-rows.js";
import { isModelled, p99Range, p99Short, rangeText } from "./tail.js";
import { listed } from "./words.js";

export const VERDICT_LABEL: Readonly<Record<Answer["verdict"]["state"], string>> = {
  clear: "clear",
  even: "a toss-up that costs little",
  unclear: "open",
  none: "nothing to choose",
};

/** One figure of an option, with the range that it is to be read with. */
interface AnswerFigure {
  readonly label: string;
  /** Null where the answer has not come to it yet. */
  readonly value: string | null;
  readonly note: string;
  /** Whether it is no measurement, and should not look like one. */
  readonly modelled?: boolean;
}

interface AnswerRow {
  /** "Stay", "The best course". */
  readonly role: string;
  readonly title: string;
  readonly figures: readonly AnswerFigure[];
}

export const UNKNOWN = "—";

/** Always the same two rows of the same figures, whatever is known of them. */
export function answerRows(answer: Answer): readonly [stay: AnswerRow, course: AnswerRow] {
  const today =
    answer.ranked.find(({ option }) => option.isToday) ??
    answer.excluded.find(({ option }) => option.isToday);
  const course = bestCourse(answer);
  const leads = course !== undefined && course === answer.ranked[0];
  return [
    rowOf("Stay", today, answer),
    rowOf(leads ? "The best course" : "The best other course", course, answer),
  ];
}

/** The cheapest that is not what runs today. */
export function bestCourse({ ranked }: Answer): RankedAnswer | undefined {
  return ranked.find(({ option }) => !option.isToday);
}

function rowOf(role: string, one: ExcludedAnswer | RankedAnswer | undefined, answer: Answer): AnswerRow {
  const labels = [`Cost in ${horizonText(answer)}`, "Bill a month", "p99", "Breaks even"] as const;
  if (one === undefined)
    return {
      role,
      title: "none that meets the requirements",
      figures: labels.map((label) => ({ label, value: UNKNOWN, note: "" })),
    };
  const figures = "spread" in one ? drawn(one, answer) : expected(one);
  return {
    role,
    title: one.option.title,
    figures: figures.map((figure, i) => ({ label: labels[i]!, ...figure })),
  };
}

type Unlabelled = Omit<AnswerFigure, "label">;

function drawn({ option, spread, breakEven }: RankedAnswer, { advice }: Answer): Unlabelled[] {
  const { totalUsd, billUsd, p99Ms } = spread;
  const pays = advice?.pays[option.target.target];
  return [
    { value: formatUsd(totalUsd.mean), note: usdRange(totalUsd) },
    { value: formatUsd(billUsd.mean), note: usdRange(billUsd) },
    {
      value: p99Short(option.target, p99Ms.p50),
      note: p99Range(option.target, p99Ms),
      modelled: isModelled(option.target),
    },
    option.isToday
      ? { value: UNKNOWN, note: "" }
      : {
          value: advice === null ? null : breakEvenText(breakEven, false),
          note: pays === undefined ? "" : paysText(pays),
        },
  ];
}

/** One that fails a requirement is known by its means alone. */
function expected({ option, gates, central, cost: { bill, onceUsd, peopleUsd, billsUsd } }: ExcludedAnswer) {
  const failed = gates.filter(({ passed }) => passed === "no").map(({ gate }) => GATE_LABEL[gate]);
  const figures: Unlabelled[] = [
    {
      value: billsUsd === null ? UNKNOWN : formatUsd(onceUsd + peopleUsd + billsUsd),
      note: `fails ${listed(failed)}`,
    },
    { value: bill === null ? UNKNOWN : formatUsd(bill.totalUsd), note: "" },
    {
      value: p99Short(option.target, central.p99Ms),
      note: "",
      modelled: isModelled(option.target),
    },
    { value: UNKNOWN, note: "" },
  ];
  return figures;
}

/** "above 47 million requests a month"; what never pays says why; nothing of today's target on another platform. */
function paysText(cell: string): string {
  if (cell === "–") return "";
  return /^(above|below) /.test(cell) ? `${cell} requests a month` : cell.replace(/^never: /, "");
}

/** How sure the ranking is, and what the ranges are. */
export function confidenceSentence({ ranked, verdict, draws }: Answer): string {
  const count = draws.toLocaleString("en-US");
  const ranges = `Ranges hold nine of ten of ${count} draws.`;
  const [leader] = ranked;
  if (leader === undefined) return "";
  if (verdict.probability === null) return ranges;
  return `${leader.option.title} costs less than the next in ${formatShare(verdict.probability)} of the draws: ${VERDICT_LABEL[verdict.state]}. ${ranges}`;
}

/** "$4.2 to $11": nine draws in ten. */
export const usdRange = ({ p5, p95 }: { readonly p5: number; readonly p95: number }): string =>
  rangeText(p5, p95, formatUsd);
