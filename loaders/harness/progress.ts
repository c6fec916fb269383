import { SingleBar } from "cli-progress";

/** Tells a person how far a long piece of work is, on stderr, so that stdout stays clean for data. */
export interface Progress {
  start(total: number): void;
  /** One step is done; `label` says which, `leftMs` how long the rest will take. */
  step(label: string, leftMs: number): void;
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
    hideCursor: true,
    clearOnComplete: true,
    stream,
  });
  let running = false;
  return {
    start: (total) => {
      bar.start(total, 0, { left: "…", label: "" });
      running = true;
    },
    step: (label, leftMs) => bar.increment({ left: formatDuration(leftMs), label }),
    say: (line) => {
      if (running) stream.write("\r\x1b[K");
      stream.write(`${line}\n`);
    },
    stop: () => {
      if (running) bar.stop();
      running = false;
    },
  };
}

function lineProgress(stream: NodeJS.WriteStream): Progress {
  let total = 0;
  let done = 0;
  return {
    start: (count) => {
      total = count;
    },
    step: (label, leftMs) => {
      done++;
      stream.write(
        `[${String(done).padStart(String(total).length)}/${total}] ${label}, ${formatDuration(leftMs)} left\n`,
      );
    },
    say: (line) => stream.write(`${line}\n`),
    stop: () => {},
  };
}
