import { closeSync, constants, openSync } from "node:fs";
import { open } from "node:fs/promises";
import { runCommand } from "../run-command.ts";

interface Life {
  readonly pid: number;
  readonly wallMs: number;
}

/**
 * Times a process that another program starts: py-spy tells neither when its program began nor when it ended. A
 * shell opens a named pipe, writes its process id, and becomes the program; the pipe closes when the program, and
 * whatever it forked, is gone.
 */
export class Lifeline {
  readonly #path: string;
  /** Resolves when the program is gone; null if it never began. */
  readonly life: Promise<Life | null>;

  private constructor(path: string, onEnd: (pid: number) => void) {
    this.#path = path;
    this.life = watch(path, onEnd);
  }

  /**
   * @param path where the pipe is made
   * @param onEnd called at once when the program is gone, while its parent has yet to wait for it
   */
  static async make(path: string, onEnd: (pid: number) => void): Promise<Lifeline> {
    const made = await runCommand("mkfifo", [path]);
    if (!made.ok) throw new Error(`cannot make a named pipe at ${path}: ${made.stderr.trim()}`);
    return new Lifeline(path, onEnd);
  }

  /** The program and its arguments, to be started by something else; its output goes to the end of a file. */
  wrap(file: string, args: readonly string[], logPath: string): string[] {
    const script = 'exec 3>"$1" >>"$2" 2>&1; echo $$ >&3; shift 2; exec "$@"';
    return ["sh", "-c", script, "sh", this.#path, logPath, file, ...args];
  }

  /** Gives up on a program that never began, which would be waited for without end; resolves to its life. */
  async release(): Promise<Life | null> {
    let life: Life | null | undefined;
    const ended = this.life.then((value) => {
      life = value;
    });
    // The reader may not be waiting yet: a writer is shown to it until it has seen one.
    while (life === undefined) {
      showWriter(this.#path);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5))]);
    }
    return life;
  }
}

function showWriter(path: string): void {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
  } catch (error) {
    // Nobody reads: not yet, or not any more.
    if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error;
  }
}

async function watch(path: string, onEnd: (pid: number) => void): Promise<Life | null> {
  const pipe = await open(path, "r");
  try {
    const start = performance.now();
    const buffer = Buffer.alloc(64);
    let text = "";
    for (;;) {
      const { bytesRead } = await pipe.read(buffer);
      if (bytesRead === 0) break;
      text += buffer.toString("latin1", 0, bytesRead);
    }
    const wallMs = performance.now() - start;
    const pid = Number.parseInt(text, 10);
    if (!(pid > 0)) return null;
    onEnd(pid);
    return { pid, wallMs };
  } finally {
    await pipe.close();
  }
}
