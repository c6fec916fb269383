import { formatMs } from "../../src/model/format.ts";
import type { RunHeader, RunRow } from "../../src/model/run-file.ts";
import type { RowPlace } from "./read-rows.ts";
import { openRunFile } from "./run-file.ts";
import { isAhead } from "./runs-folder.ts";

export interface LookedThrough {
  readonly header: RunHeader;
  /** Whether it was cut off, and nothing in it is whole. */
  readonly isEmpty: boolean;
  readonly warnings: readonly string[];
}

/** A clock that is set by the network moves by less. */
const JUMP_MS = 60_000;
/** No Portolan is older. */
const FIRST_AT = Date.parse("2025-01-01");

/**
 * Validates a run file a row at a time, and says what a reader of the run should know: what is missing of it, and what is wrong with its
 * machine's clock. Durations are of another clock, which doesn't jump.
 *
 * @throws RowFileError
 */
export function lookThroughRun(path: string, place: RowPlace): LookedThrough {
  const { header, rest } = openRunFile(path, place);
  const { name } = place;
  const seen = { hasEnd: false, whole: 0, begun: new Set<string>(), outcomes: new Set<string>() };
  const clock = new Clock(header.startedAt, place);
  let line = place.firstLine;
  let next = rest.next();
  for (; !next.done; next = rest.next()) {
    const row = next.value;
    clock.see(row, ++line);
    if (row.kind === "end") seen.hasEnd = true;
    else if ("process" in row) (row.kind === "outcome" ? seen.outcomes : seen.begun).add(row.process);
    else seen.whole++;
  }
  const halves = [...seen.begun].filter((one) => !seen.outcomes.has(one)).length;
  const part = halves > 0 ? `; of ${halves} more there is a part, which does not count` : "";
  const whole =
    seen.outcomes.size === 1
      ? "1 process is whole and counts"
      : `${seen.outcomes.size} processes are whole and count`;
  const cutOff = `${name}: it has no end, so it was cut off: ${whole}${part}; what was to come is missing`;
  return {
    header,
    isEmpty: !seen.hasEnd && seen.outcomes.size + seen.whole === 0,
    warnings: [...next.value, ...(seen.hasEnd ? [] : [cutOff]), ...clock.warnings()],
  };
}

/** What a run's instants say of its machine's clock. */
class Clock {
  readonly #startedAt: string;
  readonly #place: RowPlace;
  #last: { readonly at: string; readonly line: number };
  #jump: string | null = null;

  constructor(startedAt: string, place: RowPlace) {
    this.#startedAt = startedAt;
    this.#place = place;
    this.#last = { at: startedAt, line: place.firstLine };
  }

  see(row: RunRow, line: number): void {
    if (!("at" in row)) return;
    const backMs = Date.parse(this.#last.at) - Date.parse(row.at);
    if (backMs > JUMP_MS && this.#jump === null)
      this.#jump =
        `${this.#place.name}, line ${line}: its machine's clock went back by ${formatMs(backMs)} (${row.at}, after ${this.#last.at} on line ` +
        `${this.#last.line}); its durations are of another clock, and count`;
    this.#last = { at: row.at, line };
  }

  warnings(): string[] {
    const at = Date.parse(this.#startedAt);
    const { name } = this.#place;
    const date = `${name}: it is dated ${this.#startedAt}`;
    return [
      ...(isAhead(at) ? [`${date}, in the future by this machine's clock; it counts as the oldest`] : []),
      ...(at < FIRST_AT ? [`${date}, before there was a Portolan: the clock of its machine was wrong`] : []),
      ...(this.#jump === null ? [] : [this.#jump]),
    ];
  }
}
