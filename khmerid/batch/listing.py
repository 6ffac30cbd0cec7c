"""Which files are read, in which order, and whether the output is one of them.

A folder stands for all files in it and in those below, in the order of their paths. Names that begin with a
dot or an underscore are left out, as Spark and Arrow do: they are marks and parts of whoever writes there.

>>> [found.path for found in files_in([STDIN])]
[PosixPath('-')]
"""

import contextlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TextIO

import attrs

STDIN: Final = Path("-")
_LEFT_OUT: Final = (".", "_")


@attrs.frozen(kw_only=True)
class FoundFile:
    """A file to be read: whether it was given by name, and whether it is one and not a pipe or a device."""

    path: Path
    is_given: bool
    is_regular: bool


@attrs.frozen(kw_only=True)
class Input:
    """A file that would be read, as it is now.

    One that can be read ``only_once``, the standard input or a pipe, has no size and no time.
    """

    path: Path
    size: int = 0
    mtime_ns: int = 0
    only_once: bool = False


def files_in(files: Iterable[Path]) -> Iterator[FoundFile]:
    """Yield each file, of a folder all that are in it and below; one folder is listed at a time.

    A link is followed, but not to a folder above it. Raises ``OSError`` for a folder that cannot be listed.
    """
    for file in files:
        if file != STDIN and file.is_dir():
            yield from _files_below(file, frozenset())
        else:
            yield FoundFile(path=file, is_given=True, is_regular=file != STDIN and file.is_file())


def inputs_of(files: Iterable[Path]) -> list[Input]:
    """Return every file that would be read, in order, without reading any.

    Raises ``OSError`` for one that is not there.
    """
    return [_as_input(found) for found in files_in(files)]


def overwritten(files: Iterable[Path], destination: Path | None) -> Path | None:
    """Return the input that the output would overwrite, by whatever name or link, or ``None``.

    A folder that is read is not written into: the next run would read what this one wrote. Without a
    destination the output is the standard output, which the shell may have led to a file.
    """
    written = _identity(destination or sys.stdout)
    place = destination and Path(os.path.realpath(destination))
    for file in files:
        if file != STDIN and file.is_dir():
            if place and place.is_relative_to(os.path.realpath(file)):
                return file
            inside = (_identity(found.path) for found in files_in([file]))
        else:
            inside = (_identity(sys.stdin if one == STDIN else one) for one in [file])
        if written and written in inside:
            return file
    return None


def _files_below(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[FoundFile]:
    found = folder.stat()
    itself = found.st_dev, found.st_ino
    if itself in above:  # a link leads round in a circle
        return
    with os.scandir(folder) as entries:
        taken = sorted(
            (entry for entry in entries if not entry.name.startswith(_LEFT_OUT)), key=lambda entry: entry.name
        )
    for entry in taken:
        if entry.is_dir():
            yield from _files_below(Path(entry.path), above | {itself})
        else:
            yield FoundFile(path=Path(entry.path), is_given=False, is_regular=entry.is_file())


def _as_input(found: FoundFile) -> Input:
    if found.path == STDIN or (found.is_given and not found.is_regular and found.path.exists()):
        return Input(path=found.path, only_once=True)
    now = found.path.stat() if found.is_given or found.is_regular else found.path.lstat()
    return Input(path=found.path, size=now.st_size, mtime_ns=now.st_mtime_ns)


def _identity(file: Path | TextIO | None) -> tuple[int, int] | None:
    """Return the device and the number of a file or a pipe; ``None`` for a terminal, or where nothing is."""
    with contextlib.suppress(OSError, ValueError):  # it is not there, or an object without a file beneath
        found = os.stat(file if isinstance(file, Path) else file.fileno()) if file else None  # noqa: PTH116 - of both
        if found and (stat.S_ISREG(found.st_mode) or stat.S_ISFIFO(found.st_mode)):
            return found.st_dev, found.st_ino
    return None
