import { InvalidArgumentError } from "commander";

/** "9229" or "host:9229" to "host:port"; a port alone is this machine's. */
export function parseAddress(value: string): string {
  const [, host = "127.0.0.1", port] = /^(?:([\w.-]+|\[[\da-f:]+\]):)?(\d{1,5})$/i.exec(value.trim()) ?? [];
  if (port === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw new InvalidArgumentError(
      "expected a port from 1 to 65535, or host:port, for example 127.0.0.1:9229.",
    );
  }
  return `${host}:${port}`;
}
