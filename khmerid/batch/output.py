r"""Where rows are written to: the standard output, or a file that is there whole or not at all."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from khmerid.batch.parts import complete


@contextlib.contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    r"""Open what is written to; as UTF-8 with plain line ends, unless it is a terminal.

    A file is there whole or not at all: what stood there before stays until then. A lone surrogate, which
    UTF-8 does not have, comes out as JSON writes it: ``\ud800``.
    """
    if path is None:
        if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        yield sys.stdout
        sys.stdout.flush()  # what is wrong with it is told before anything is said of what it has
    elif path.exists() and not path.is_file():  # a pipe or a device takes what comes
        with _opened(path) as stream:
            yield stream
    else:
        with complete(Path(os.path.realpath(path))) as stream:
            yield stream


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
