export const UNLABELLED = "one without a label";

/** What a sample's labels say of its thread. */
export class ThreadLabels {
  readonly #strings: readonly string[];
  #id = "";
  #name = "";

  constructor(strings: readonly string[]) {
    this.#strings = strings;
  }

  clear(): void {
    this.#id = "";
    this.#name = "";
  }

  /** @param label key, text and number, as a message has them */
  add([key = 0, text = 0, number = 0]: readonly number[]): void {
    const value = text > 0 ? (this.#strings[text] ?? "") : String(number);
    switch (this.#strings[key]) {
      case "thread id":
      case "thread_id":
      case "tid":
        this.#id = value;
        break;
      case "thread name":
      case "thread_name":
      case "thread":
        this.#name = value;
        break;
    }
  }

  get key(): string {
    return this.#id || this.#name;
  }

  get name(): string {
    if (this.#id === "") return this.#name || UNLABELLED;
    return this.#name ? `${this.#name} (thread ${this.#id})` : `thread ${this.#id}`;
  }
}
