"""Takes one machine's folders out of a cProfile file: neutral_pstats.py FILE FROM TO [FROM TO …]"""

import marshal
import re
import sys
from functools import cache
from pathlib import Path

PYTHON_LIBRARY = re.compile(r"^.*/lib/(python3\.\d+)/")


def neutral(path, pairs):
    for before, after in pairs:
        path = path.replace(before, after)
    return PYTHON_LIBRARY.sub(r"/usr/lib/\1/", path)


def main():
    file, rest = Path(sys.argv[1]), sys.argv[2:]
    pairs = list(zip(rest[::2], rest[1::2]))

    @cache  # one object for equal functions: marshal writes it once and refers to it from then on
    def key(function):
        return (neutral(function[0], pairs), *function[1:])

    stats = {
        key(function): (*times, {key(caller): calls for caller, calls in callers.items()})
        for function, (*times, callers) in marshal.loads(file.read_bytes()).items()
    }
    file.write_bytes(marshal.dumps(stats))


if __name__ == "__main__":
    main()
