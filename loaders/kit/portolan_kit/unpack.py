"""What the kit carries, on the disk and as it was packed."""

import errno
import hashlib
import json
import os
import sys
import zipfile
import zlib


class Damaged(Exception):
    """The kit's file is not whole, or there is no place for what is in it."""


def kit_path():
    """The archive that this runs from."""
    return os.path.abspath(sys.argv[0])


def read_manifest(path):
    try:
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read("kit.json"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Damaged(f"{path} is no whole kit ({error}): copy it again, or make it anew with `npx portolan kit`") from None


def unpack(path, files, folder):
    """Writes the files, by name and SHA-256, into a folder, unless they are there as they should be."""
    with zipfile.ZipFile(path) as archive:
        for name, sha256 in files.items():
            place = os.path.join(folder, *name.split("/"))
            if is_there(place, sha256):
                continue
            try:
                data = archive.read(name)
            except (KeyError, OSError, zipfile.BadZipFile, EOFError, zlib.error) as error:
                raise Damaged(damaged(path, name, error)) from None
            if hashlib.sha256(data).hexdigest() != sha256:
                raise Damaged(damaged(path, name, "its SHA-256 is another"))
            write(place, data)


def damaged(path, name, why):
    return f"{path} is damaged: {name} in it is not what was packed ({why}): copy the kit again"


def is_there(place, sha256):
    try:
        with open(place, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest() == sha256
    except OSError:
        return False


def write(place, data):
    half = f"{place}.{os.getpid()}.part"
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(half, "wb") as file:
            file.write(data)
        os.replace(half, place)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full" if full else error.strerror
        raise Damaged(f"{place} cannot be written ({why}): name a folder with room for the kit with --cache") from None
