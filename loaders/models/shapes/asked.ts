import type { Attribute, Known, OperatorNode } from "../onnx-nodes.ts";

export type Shapes = ReadonlyMap<string, Known>;

/** Thrown where a rule asks for what is not known: nothing is then known of what it would give. */
export class Unknown extends Error {}

/** An operator, asked by its rule for what it needs. */
export class Asked {
  readonly #node: OperatorNode;
  readonly #known: Shapes;

  constructor(node: OperatorNode, known: Shapes) {
    this.#node = node;
    this.#known = known;
  }

  get operator(): string {
    return this.#node.operator;
  }
  get inputs(): number {
    return this.#node.inputs.length;
  }
  get outputs(): number {
    return this.#node.outputs.length;
  }

  has(input: number): boolean {
    return (this.#node.inputs[input] ?? "") !== "";
  }

  known(input: number): Known {
    return certain(this.#known.get(this.#node.inputs[input] ?? ""));
  }

  dims(input: number): readonly number[] {
    return this.known(input).dims;
  }

  values(input: number): readonly number[] {
    return certain(this.known(input).values);
  }

  all(): Known[] {
    return this.#node.inputs.map((_, i) => this.known(i));
  }

  attribute(name: string): Attribute | undefined {
    return this.#node.attributes.get(name);
  }

  number(name: string, otherwise: number): number {
    const value = this.attribute(name);
    return typeof value === "number" ? value : otherwise;
  }

  /** A list that is an attribute, or an input since a later opset. */
  list(name: string, input?: number): readonly number[] | undefined {
    if (input !== undefined && this.has(input)) return this.values(input);
    const value = this.attribute(name);
    return Array.isArray(value) ? value : undefined;
  }
}

export function certain<T>(value: T | undefined): T {
  if (value === undefined) throw new Unknown();
  return value;
}
