import { closeSync, constants, openSync } from "node:fs";
import { Socket } from "node:net";
import type { Ending } from "../child.ts";
import { endOf } from "../platform/process-state.ts";
import { runCommand } from "../run-command.ts";

interface Life {
  readonly pid: number;
  readonly wallMs: number;
  readonly isOver: boolean;
  /** Null where the system does not tell any more. */
  readonly ending: Ending | null;
}

/** Between two looks at a program whose pipe is held by something that it left running, or was closed before its end. */
const LOOK_MS = 20;
/** Its pipe ends a moment before a program is seen to have ended. */
const CLOSE_LOOKS = 40;

/**
 * Times a process that another program starts: py-spy tells neither when its program began nor when and how it ended. A
 * shell opens a named pipe, writes its process id, and becomes the program; its end closes the pipe, unless something
 * that it forked goes on.
 */
export class Lifeline {
  readonly #path: string;
  readonly #pipe: Socket;
  #life: Life | null = null;
  #look = (): boolean => false;
  #release: () => void = () => {};
  /** Resolves when the program is gone, or was given up. */
  readonly over = new Promise<void>((resolve) => {
    this.#release = resolve;
  });

  private constructor(path: string) {
    this.#path = path;
    // Not blocking, since reading would keep a thread until the last writer is gone. The writer of our own keeps the pipe
    // from ending before the program has opened it.
    this.#pipe = new Socket({
      fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
      writable: false,
    });
    const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    let text = "";
    const onText = (part: string) => {
      text += part;
      if (!text.includes("\n")) return;
      this.#pipe.off("data", onText).resume();
      closeSync(writer);
      this.#watch(Number.parseInt(text, 10));
    };
    this.#pipe.setEncoding("latin1").on("data", onText);
    this.over.then(() => {
      if (!text.includes("\n")) closeSync(writer);
      this.#pipe.destroy();
    });
  }

  /** @param path where the pipe is made */
  static async make(path: string): Promise<Lifeline> {
    const made = await runCommand("mkfifo", [path]);
    if (!made.ok) throw new Error(`cannot make a named pipe at ${path}: ${made.stderr.trim()}`);
    return new Lifeline(path);
  }

  /** The program and its arguments, to be started by something else; its output goes to the end of a file. */
  wrap(file: string, args: readonly string[], logPath: string): string[] {
    const script = 'exec 3>"$1" >>"$2" 2>&1; echo $$ >&3; shift 2; exec "$@"';
    return ["sh", "-c", script, "sh", this.#path, logPath, file, ...args];
  }

  /** The program's life, once its starter is gone; null if it never began. */
  release(): Life | null {
    this.#look();
    this.#release();
    return this.#life;
  }

  #watch(pid: number): void {
    const start = performance.now();
    let end: number | null = null;
    this.#look = () => {
      if (this.#life?.isOver) return true;
      const found = endOf(pid);
      const wallMs = (end ?? performance.now()) - start;
      this.#life = { pid, wallMs, isOver: found !== null, ending: found?.ending ?? null };
      if (found) this.#release();
      return found !== null;
    };
    const timer = setInterval(this.#look, LOOK_MS);
    this.over.then(() => clearInterval(timer));
    this.#pipe.once("end", async () => {
      end = performance.now();
      for (let i = 0; i < CLOSE_LOOKS && !this.#look(); i++)
        await new Promise((resolve) => setTimeout(resolve, 1));
      // It lives on without the pipe.
      end = null;
    });
  }
}
