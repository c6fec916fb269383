import { SingleBar } from "cli-progress";
import { printable, printableLines } from "../../src/report/printable.ts";

/** Tells a person how far a long piece of work is, on stderr, so that stdout stays clean for data. */
export interface Progress {
  start(total: number): void;
  /** One step is done; `label` says which, `pending` how many are to come and `leftMs` how long they will take. */
  step(label: string, pending: number, leftMs: number): void;
  /** A line that stays, such as a failed cell. */
  say(line: string): void;
  stop(): void;
}

export const formatDuration = (ms: number): string =>
  ms < 90_000 ? `${Math.max(0, Math.round(ms / 1e3))} s` : `${Math.round(ms / 60e3)} min`;

/** A bar on a terminal, plain lines otherwise. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? barProgress(stream) : lineProgress(stream);
}

function barProgress(stream: NodeJS.WriteStream): Progress {
  const bar = new SingleBar({
    format: "  {bar} {value}/{total}  {left} left  {label}",
    barCompleteChar: "━",
    barIncompleteChar: "─",
    barsize: 24,
    clearOnComplete: true,
    // It would catch Ctrl-C, and the process go on.
    gracefulExit: false,
    stream,
  });
  let running = false;
  let done = 0;
  return {
    start: (total) => {
      bar.start(total, 0, { left: "…", label: "" });
      running = true;
    },
    step: (label, pending, leftMs) => {
      done++;
      bar.setTotal(done + pending);
      bar.update(done, { left: formatDuration(leftMs), label: printable(label) });
    },
    say: (line) => {
      if (running) stream.write("\r\x1b[K");
      stream.write(`${printableLines(line)}\n`);
    },
    stop: () => {
      if (running) bar.stop();
      running = false;
    },
  };
}

function lineProgress(stream: NodeJS.WriteStream): Progress {
  let done = 0;
  return {
    start: () => {},
    step: (label, pending, leftMs) => {
      done++;
      const total = done + pending;
      const count = `${String(done).padStart(String(total).length)}/${total}`;
      stream.write(`[${count}] ${printable(label)}, ${formatDuration(leftMs)} left\n`);
    },
    say: (line) => stream.write(`${printableLines(line)}\n`),
    stop: () => {},
  };
}
