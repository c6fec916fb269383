import type { EngineSettings } from "../../src/model/run-file.ts";
import { Laps } from "./laps.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Reply, TrialCommand } from "./protocol.ts";

export interface Trial {
  readonly pipeline: Pipeline;
  release(): Promise<void>;
}

/** Sessions with settings of their own beside each other, for a search. */
export class Trials {
  readonly #open: (settings: EngineSettings) => Promise<Trial>;
  readonly #trials: Trial[] = [];
  readonly #laps = new Laps();

  constructor(open: (settings: EngineSettings) => Promise<Trial>) {
    this.#open = open;
  }

  async answer(command: TrialCommand): Promise<Reply> {
    switch (command.command) {
      case "try":
        return this.#try(command.settings);
      case "time": {
        const { pipeline } = this.#trials[command.trial]!;
        const wallMs: number[] = [];
        for (let i = 0; i < command.requests; i++) {
          await pipeline.run(this.#laps);
          wallMs.push(this.#laps.wallMs);
        }
        return { type: "timed", wallMs };
      }
      case "drop":
        await this.#trials[command.trial]!.release();
        return { type: "dropped" };
    }
  }

  async #try(settings: EngineSettings): Promise<Reply> {
    try {
      const trial = await this.#open(settings);
      await trial.pipeline.run(this.#laps);
      return { type: "tried", trial: this.#trials.push(trial) - 1 };
    } catch (error) {
      return { type: "refused", reason: error instanceof Error ? error.message : String(error) };
    }
  }
}
