"""How far a long run is: on the standard error, where that is a terminal and the output goes elsewhere."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, TextIO

import rich.console
import rich.progress

_PATIENCE: Final = 2.0  # seconds before a run counts as long


@contextlib.contextmanager
def progress(files: Iterable[Path], output: TextIO) -> Iterator[Callable[[int], None]]:
    """Yield a function that is called with each number of bytes that is done."""
    if not sys.stderr.isatty() or output.isatty():
        yield lambda _done: None
        return
    known = all(file.is_file() for file in files)
    bar = rich.progress.Progress(console=rich.console.Console(stderr=True), transient=True)
    task = bar.add_task("examining", total=sum(file.stat().st_size for file in files) if known else None)
    begin = time.monotonic()

    def step(done: int) -> None:
        bar.advance(task, done)
        if time.monotonic() - begin > _PATIENCE:
            bar.start()

    try:
        yield step
    finally:
        bar.stop()
