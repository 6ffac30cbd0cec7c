"""How far a long run is: on the standard error, where that is a terminal and the output goes elsewhere."""

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Final, Protocol, TextIO

import attrs
import rich.console
import rich.progress

from khmerid.explained import Language
from khmerid.phrases import Phrase

_PATIENCE: Final = 2.0  # seconds before a run counts as long


class Progress(Protocol):
    """What is told how far a run is."""

    def read(self, size: int) -> None:
        """Take note that so many bytes of the input were read."""

    def answered(self, rows: int) -> None:
        """Take note that so many rows were answered."""


class _Unseen:
    """Shows nothing."""

    def read(self, size: int) -> None:
        """Take no note."""

    def answered(self, rows: int) -> None:
        """Take no note."""


@attrs.define
class _Bar:
    """A bar, with rows, rows per second and the time that is left; it begins when a run is long."""

    _shown: rich.progress.Progress
    _task: rich.progress.TaskID
    _language: Language
    _begin: float = attrs.field(factory=time.monotonic)
    _rows: int = 0

    def read(self, size: int) -> None:
        self._shown.advance(self._task, size)

    def answered(self, rows: int) -> None:
        self._rows += rows
        seconds = time.monotonic() - self._begin
        rate = self._rows / max(seconds, 1e-9)
        self._shown.update(self._task, said=Phrase.PROGRESS.told(self._language, rows=self._rows, rate=rate))
        if seconds > _PATIENCE:
            self._shown.start()


@contextlib.contextmanager
def progress(
    total: int | None, output: TextIO | None = None, language: Language = Language.ENGLISH
) -> Iterator[Progress]:
    """Yield what is told how far a run is; ``total`` is how many bytes there are to be read, if known.

    Nothing is shown where the standard error is no terminal, or ``output`` goes to one.
    """
    if not sys.stderr.isatty() or (output is not None and output.isatty()):
        yield _Unseen()
        return
    shown = rich.progress.Progress(
        rich.progress.TextColumn("{task.description}"),
        rich.progress.BarColumn(),
        rich.progress.TaskProgressColumn(),
        rich.progress.TextColumn("{task.fields[said]}"),
        rich.progress.TimeRemainingColumn(),
        console=rich.console.Console(stderr=True),
        transient=True,
    )
    task = shown.add_task(Phrase.EXAMINING.told(language), total=total, said="")
    try:
        yield _Bar(shown, task, language)
    finally:
        shown.stop()
