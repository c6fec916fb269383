import { FIELDS, type FieldId } from "../../model/scenario/fields.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import { parseOver, type ScenarioTexts, textsOf } from "../../model/scenario/scenario-query.js";
import type { StandIn } from "../../report/stand-ins.js";
import { type Choosable, fieldInput } from "./field-input.js";
import type { Field } from "./fields.js";

/** Inputs for some of a scenario's fields, and the scenario that all of its fields come to. */
export class ScenarioInputs {
  readonly fields: ReadonlyMap<FieldId, Field>;
  readonly #defaults: Scenario;
  readonly #choosable: Choosable;
  /** Of every field: those without an input keep what they were filled with. */
  #texts: ScenarioTexts;
  #value: Scenario;
  #errors: ReadonlyMap<FieldId, string> = new Map();

  /** @param defaults valid for what is choosable */
  constructor(ids: readonly FieldId[], choosable: Choosable, defaults: Scenario) {
    const byDefault = textsOf(defaults);
    this.#defaults = defaults;
    this.#choosable = choosable;
    this.#texts = byDefault;
    this.#value = defaults;
    this.fields = new Map(
      ids.map((id) => {
        const definition = FIELDS.find((field) => field.id === id)!;
        return [id, fieldInput(definition, choosable, byDefault[id])];
      }),
    );
  }

  /** What the answer goes by: every field's last valid value, its default where it has had none. */
  get value(): Scenario {
    return this.#value;
  }

  /** What every field holds, valid or not. */
  get texts(): ScenarioTexts {
    return this.#texts;
  }

  get errors(): ReadonlyMap<FieldId, string> {
    return this.#errors;
  }

  /** The fields that hold something else than what answers; empty where all is valid. */
  get standIns(): readonly StandIn[] {
    const used = textsOf(this.#value);
    return FIELDS.flatMap(({ id, label }) =>
      this.#errors.has(id) ? [{ label, given: this.#texts[id], used: used[id] }] : [],
    );
  }

  /** Fills every field; what is invalid in it is marked, and has its default. */
  fill(texts: ScenarioTexts): void {
    this.#texts = texts;
    for (const [id, field] of this.fields) field.text = texts[id];
    this.#take(this.#defaults);
  }

  /**
   * Takes what is typed; a field that is invalid keeps no other from moving the answer.
   *
   * @returns whether the value is another
   */
  read(): boolean {
    const before = this.#value;
    const typed = [...this.fields].map(([id, { text }]) => [id, text]);
    this.#texts = { ...this.#texts, ...Object.fromEntries(typed) };
    this.#take(before);
    return JSON.stringify(before) !== JSON.stringify(this.#value);
  }

  #take(standIn: Scenario): void {
    const { workloads, regions, platforms } = this.#choosable;
    const { scenario, errors } = parseOver(standIn, this.#texts, {
      workloads: workloads.map(([id]) => id),
      platforms: platforms.map(({ id }) => id),
      regions,
    });
    for (const [id, field] of this.fields) {
      const error = errors.get(id) ?? null;
      if (field.error !== error) field.error = error;
    }
    this.#value = scenario;
    this.#errors = errors;
  }
}
