"""Hosts the worker in C (worker.c), as a WASI module, in a sandbox of Wasmer's SDK.

argv: the folder where Wasmer keeps what it has compiled ("" for one that is thrown away), the module, and the job as plain text.
Without a job the module is only compiled. The sandbox sees no folder of this machine: what the job names is put into it before, and
outputs are copied out of it once they are written. Requests don't pass through here: the module's own loop serves them.
"""

import sys
from time import perf_counter_ns

_started = perf_counter_ns()

if len(sys.argv) > 3:
    sys.stdout.write(f'{{"type":"started","at":"{_started}"}}\n')
    sys.stdout.flush()

import asyncio  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import shutil  # noqa: E402
import tempfile  # noqa: E402

from wasmer_sdk import PackageCommandDefinition, PackageDefinition, Wasmer  # noqa: E402

# What the job names of files that the module reads, or writes.
READ = ("payloadPath", "assetsPath", "artefacts.weights")
WRITTEN = "responsePath"
# Where a sandbox has its files.
FOLDER = "/workspace/"
OUTPUTS = FOLDER + "outputs"


def elapsed_ms(start):
    return (perf_counter_ns() - start) / 1e6


def read_file(path):
    with open(path, "rb", buffering=0) as file:
        return file.read()


def taken_in(job):
    """The job as the module is told it, and the files that it reads there."""
    fields, files = [], {}
    for field in job.split("\t"):
        key, _, value = field.partition("=")
        if key in READ:
            files[key] = read_file(value)
        fields.append(f"{key}={FOLDER}{key}" if key in READ or key == WRITTEN else field)
    return "\t".join(fields), files


def with_host_times(line, import_ms, compile_ms):
    """What the module cannot know of its own start."""
    opened = json.loads(line)
    opened["importMs"] += import_ms
    opened["compileMs"] += compile_ms
    return json.dumps(opened)


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def commands():
    """This process's own lines of input."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield line.decode().rstrip("\n")


async def forward_commands(process, asked):
    async for line in commands():
        fields = [field.partition("=") for field in line.split("\t")]
        path = next((value for key, _, value in fields if key == "path"), None)
        if path is not None:
            asked.append(path)
            line = "\t".join(f"{key}={OUTPUTS if key == 'path' else value}" for key, _, value in fields)
        await process.stdin.write(line + "\n")
    await process.stdin.close()


async def forward_errors(process):
    async for line in process.stderr.lines():
        print(line, file=sys.stderr, flush=True)


async def serve(cache, module, job):
    text, files = taken_in(job)
    async with Wasmer(cache_root=cache) as wasmer:
        package = await packaged(wasmer, module)
        async with await wasmer.sandboxes.create(packages=[package], files=files, network="disabled") as sandbox:
            del files
            import_ms = elapsed_ms(_started)
            begin = perf_counter_ns()
            process = await sandbox.command(package, [text]).spawn(stdin="pipe", stdout="pipe", stderr="pipe")
            asked = []
            tasks = [asyncio.ensure_future(forward_commands(process, asked)), asyncio.ensure_future(forward_errors(process))]
            async for line in process.stdout.lines():
                if line.startswith('{"type":"started"'):
                    compile_ms = elapsed_ms(begin)
                elif line.startswith('{"type":"opened"'):
                    say(with_host_times(line, import_ms, compile_ms))
                elif line.startswith('{"type":"outputs"'):
                    with open(asked.pop(), "wb") as file:
                        file.write(await sandbox.fs.read(OUTPUTS))
                    say(line)
                else:
                    say(line)
            output = await process.wait()
            await tasks[1]
            tasks[0].cancel()
            return output.exit_code


async def packaged(wasmer, module):
    commands = {"worker": PackageCommandDefinition(module="worker")}
    return await wasmer.packages.create(PackageDefinition(modules={"worker": read_file(module)}, commands=commands))


async def compile_only(cache, module):
    async with Wasmer(cache_root=cache) as wasmer:
        package = await packaged(wasmer, module)
        async with await wasmer.sandboxes.create(packages=[package]) as sandbox:
            # It ends at once, since it has no job.
            await sandbox.command(package).run(check=False, timeout=60)
    return 0


def main():
    cache, module, *job = sys.argv[1:]
    thrown_away = cache == ""
    if thrown_away:
        cache = tempfile.mkdtemp(prefix="wasmer-", dir=os.getcwd())
    try:
        code = asyncio.run(serve(cache, module, job[0]) if job else compile_only(cache, module))
    except Exception as error:
        # Of the SDK's words the first line: after a trap, a stack follows.
        said = str(error) if isinstance(error, OSError) else f"Wasmer: {str(error).partition(chr(10))[0]}"
        if job:
            say(json.dumps({"type": "error", "message": said}))
        else:
            print(said, file=sys.stderr)
        code = 1
    finally:
        if thrown_away:
            shutil.rmtree(cache, ignore_errors=True)
    # The SDK's own threads end badly where Python waits for them.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


main()
