"""A file that is there whole or not at all: it is written beside its place and moved there at the end.

Until then it is a hidden part, ``.NAME.PID.RANDOM.part``, which only its owner may read. A part that a killed
run has left is known by its lock, which ends with the process; the process's number may be another's by now.
"""

import contextlib
import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

if sys.platform != "win32":  # pragma: no branch
    import fcntl

#: The mode of a new file.
OWNER_ONLY: Final = 0o600  # what is written was on people's cards


@contextlib.contextmanager
def complete(path: Path) -> Iterator[TextIO]:
    """Open a part of the file and move it to its place once all is written; where that fails, remove it.

    A file that stood there is replaced by one of the same mode. Raises ``OSError`` with the name of the file.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
    try:
        with open(
            part, "w", encoding="utf-8", errors="backslashreplace", newline="\n", opener=_new
        ) as stream:
            lock(stream.fileno(), wait=True)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            part.chmod(stat.S_IMODE(path.stat().st_mode))
        part.replace(path)
    except OSError as error:
        if error.filename == str(part) or (error.errno and error.filename is None):
            error.filename = str(path)
        else:
            error.add_note(f"nothing was written to {path}")
        raise
    finally:
        with contextlib.suppress(OSError):  # it is not there, or not even removed: what went wrong is told
            part.unlink()


def left_parts(path: Path) -> list[Path]:
    """Return the parts of a file that killed runs have left, and none of a run that still works."""
    path = Path(os.path.realpath(path))
    part_of_it = re.compile(rf"\.{re.escape(path.name)}\.[0-9]+(\.[0-9a-f]+)?\.part")
    with contextlib.suppress(OSError):  # a folder that is not there is told where the file is opened
        return sorted(
            file for file in path.parent.iterdir() if part_of_it.fullmatch(file.name) and _is_left(file)
        )
    return []


def owner_only(name: str, flags: int) -> int:
    """Open a file, for ``open``, so that a new one is its owner's alone."""
    return os.open(name, flags, OWNER_ONLY)


def _new(name: str, flags: int) -> int:
    return owner_only(name, flags | os.O_EXCL)


def _is_left(part: Path) -> bool:
    if not part.is_file():
        return False
    with contextlib.suppress(OSError), part.open("rb") as stream:
        return lock(stream.fileno(), wait=False)
    return False


def lock(descriptor: int, *, wait: bool) -> bool:
    """Return whether this process holds the open file now, until it closes it."""
    if sys.platform == "win32":  # pragma: no cover
        return False
    with contextlib.suppress(OSError):  # another holds it, or the file system has no locks
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
