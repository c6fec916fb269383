/** A thread of a Node process or of a page, which runs a program that is given as text. */
export interface Thread<Message = unknown> {
  send(message: Message, transfer?: readonly ArrayBuffer[]): void;
  /** Who is told of what comes back; one at a time. */
  heard: (message: Message) => void;
  end(): void;
}

/**
 * Starts one.
 *
 * @param program a function of a message, as text; `reply(message, transfer)` is what its host gives it
 */
export type StartThread = <Message>(program: string) => Thread<Message>;
