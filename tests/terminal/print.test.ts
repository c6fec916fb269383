import { PassThrough } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { main, portolan } from "../../loaders/cli.ts";
import { progressOn } from "../../loaders/harness/progress.ts";
import { renderTable } from "../../loaders/terminal/table.ts";

const CLIPBOARD = "\u001b]52;c;aGk=\u0007";
const SHOWN = "\\u001b]52;c;aGk=\\u0007";

/** What a piece of work writes to either stream. */
async function written(work: () => unknown): Promise<string> {
  let text = "";
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    }),
  );
  const { exitCode } = process;
  try {
    await work();
  } finally {
    process.exitCode = exitCode;
    for (const spy of spies) spy.mockRestore();
  }
  return text;
}

describe("the terminal obeys nothing", () => {
  it("in a table, whose columns stay in line", () => {
    const [, first, second] = renderTable(
      ["name", "n"],
      [
        [`f${CLIPBOARD}`, "1"],
        ["g", "2"],
      ],
    ).split("\n");
    expect(first).toContain(`f${SHOWN}`);
    expect(second!.indexOf("2")).toBe(first!.lastIndexOf("1"));
  });

  it("in progress", () => {
    const stream = new PassThrough();
    const progress = progressOn(stream as unknown as NodeJS.WriteStream);
    progress.start(1);
    progress.step(`cell${CLIPBOARD}`, 0, 0);
    progress.say(`the worker ended early: ${CLIPBOARD}`);
    const text = String(stream.read());
    expect(text).toContain(`cell${SHOWN}, `);
    expect(text).toContain(`early: ${SHOWN}\n`);
    expect(text).not.toContain("\u001b");
  });

  it("in errors, a file's name among them", async () => {
    const text = await written(() => main(["node", "portolan", "attribute", `/nowhere/${CLIPBOARD}`]));
    expect(text).toContain(SHOWN);
    expect(text).not.toContain("\u001b");
  });

  it("in what is said of a command line", async () => {
    const program = (await portolan("runs")).exitOverride();
    for (const command of program.commands) command.exitOverride();
    const text = await written(() =>
      program.parseAsync(["runs", `--${CLIPBOARD}`], { from: "user" }).catch(() => {}),
    );
    expect(text).toContain(`unknown option '--${SHOWN}'`);
    expect(text).not.toContain("\u001b");
  });
});
