"""The folder of this process's temporary files, which goes when it ends; those of killed ones are swept when it is made."""

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager

from .unpack import Damaged

PREFIX = "portolan-kit-"
OWNER = "owner"


@contextmanager
def scratch_folder():
    try:
        sweep(tempfile.gettempdir())
        folder = tempfile.mkdtemp(prefix=PREFIX)
    except OSError as error:
        raise Damaged(f"no temporary folder can be made ({error}): set TMPDIR to one that is writable") from None
    try:
        # Held for as long as the process lives, in whichever container.
        with open(os.path.join(folder, OWNER), "wb") as owner:
            fcntl.flock(owner, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent):
    for name in os.listdir(parent):
        if not name.startswith(PREFIX):
            continue
        folder = os.path.join(parent, name)
        try:
            with open(os.path.join(folder, OWNER), "rb") as owner:
                fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            pass  # somebody's who lives, or somebody else's
