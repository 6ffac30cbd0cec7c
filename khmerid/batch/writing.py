"""Where the output goes: the standard output, or a file that is there whole or not at all."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO


@contextlib.contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    r"""Open what is written to; as UTF-8 with plain line ends, unless it is a terminal.

    A file is written beside its place and moved there when it is complete; what stood there before stays
    until then. A lone surrogate, which UTF-8 does not have, comes out as JSON writes it: ``\ud800``.
    """
    if path is None:
        if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        yield sys.stdout
    elif path.exists() and not path.is_file():  # a pipe or a device takes what comes
        with _opened(path) as stream:
            yield stream
    else:
        with _complete(Path(os.path.realpath(path))) as stream:
            yield stream


@contextlib.contextmanager
def _complete(path: Path) -> Iterator[TextIO]:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _opened(part) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        if error.filename in {None, str(part)}:
            error.filename = str(path)
        raise
    finally:
        part.unlink(missing_ok=True)


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
