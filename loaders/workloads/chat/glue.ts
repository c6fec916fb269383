import type { CreateGlue, ShapedTensor, StepGlue } from "../workload.ts";

// Implements spec.md; glue.py is its twin.
const BEGIN = 1;
const BYTES_FROM = 3;

interface Message {
  readonly role: string;
  readonly content: string;
}

interface Request {
  readonly messages?: readonly Message[];
  readonly prompt_tokens?: readonly number[];
  readonly max_tokens: number;
}

function parse(payload: Uint8Array): Request {
  const request = JSON.parse(new TextDecoder().decode(payload)) as Request;
  if (!Number.isInteger(request.max_tokens) || request.max_tokens < 1)
    throw new Error(`expected a whole number above 0 as "max_tokens", found ${request.max_tokens}`);
  if (!Array.isArray(request.messages ?? request.prompt_tokens))
    throw new Error('expected a list "messages" or "prompt_tokens", found neither');
  return request;
}

const promptOf = (messages: readonly Message[]): string =>
  `${messages.map(({ role, content }) => `<${role[0]}>${content}\n`).join("")}<a>`;

function tokensOf({ messages, prompt_tokens }: Request): Int32Array {
  if (!messages) return Int32Array.from(prompt_tokens!);
  const bytes = new TextEncoder().encode(promptOf(messages));
  const tokens = new Int32Array(1 + bytes.length);
  tokens[0] = BEGIN;
  for (let i = 0; i < bytes.length; i++) tokens[1 + i] = BYTES_FROM + bytes[i]!;
  return tokens;
}

function textOf(tokens: readonly number[]): string {
  const bytes = tokens.filter((token) => token >= BYTES_FROM).map((token) => token - BYTES_FROM);
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

export const createGlue: CreateGlue<StepGlue> = () => ({
  *serve(payload) {
    const request = parse(payload);
    const tokens: number[] = [];
    let due = tokensOf(request);
    let position = 0;
    while (tokens.length < request.max_tokens) {
      const inputs: ShapedTensor[] = [
        { data: due, dims: [due.length] },
        { data: Int32Array.of(position), dims: [1] },
      ];
      const [next] = yield { model: "llama", inputs };
      position += due.length;
      tokens.push(next![0]!);
      due = Int32Array.of(next![0]!);
    }
    const text = request.messages ? textOf(tokens) : "";
    return new TextEncoder().encode(JSON.stringify({ tokens, text }));
  },
});
