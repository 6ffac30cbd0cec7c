"""A run that can be resumed: what it has written so far, and how far that is, survive its end.

Beside the output ``NAME`` stand ``.NAME.part``, which has the rows so far, and ``.NAME.journal``, which says
how many bytes of it count, what the rows in them come to, and of what run they are. Their owner alone may
read them. An entry replaces the journal as a whole, after what it counts has reached the disk: whenever a run
is killed, the next one cuts off what is not counted and goes on after that.
"""

import contextlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn

import attrs

from khmerid.answering.summary import Summary
from khmerid.batch.parts import lock, owner_only

Finish = Callable[[BinaryIO, Path], None]

_VERSION: Final = 1  # of the journal's form
_EVERY: Final = 0.2  # seconds between two entries: after a kill as much work is done again


class UnusableJournalError(ValueError):
    """What an earlier run has left cannot be gone on with; the message says why, and what to remove."""


@attrs.frozen
class _Entry:
    """What a journal says: the run, the bytes that count, what they come to, and whether they are all."""

    run: Mapping[str, Any]
    size: int = 0
    summary: Summary = attrs.field(factory=Summary)
    complete: bool = False


@attrs.define(repr=False)
class ResumedRun:
    """A run, with what stands already: ``summary`` is what the rows come to that are not examined again."""

    summary: Summary
    _size: int
    _part: BinaryIO
    _enter: Callable[[_Entry], None]
    _run: Mapping[str, Any]
    _last: float = attrs.field(factory=time.monotonic)

    def add(self, encoded: bytes, summary: Summary) -> None:
        """Write rows, and from time to time enter all that is written as done.

        Where this fails or is interrupted, nothing more may be entered: part and summary may differ.
        """
        self._part.write(encoded)
        self._size += len(encoded)
        self.summary += summary
        if time.monotonic() - self._last > _EVERY:
            self.enter()

    def enter(self, *, complete: bool = False) -> None:
        """Count as done what is written."""
        self._part.flush()
        os.fsync(self._part.fileno())
        self._enter(_Entry(self._run, self._size, self.summary, complete))
        self._last = time.monotonic()


@contextlib.contextmanager
def resumable(path: Path, run: Mapping[str, Any], finish: Finish, tail: bytes = b"") -> Iterator[ResumedRun]:
    """Begin a run, or go on with the one that was begun for this output; ``run`` is what must be the same.

    After the last row ``tail`` is written; ``finish`` gets the part, from its start, and makes the output of
    it, and nothing is left beside that. Where it fails, or the run is stopped, part and journal stay. Raises
    ``UnusableJournalError`` where they are of another run or damaged, or another run is at work on them.
    """
    path = Path(os.path.realpath(path))
    part, journal = _beside(path, "part"), _beside(path, "journal")
    entry = _entry_in(journal, part, run)
    if entry.complete and path.exists() and not part.exists():
        # Killed after the output was made, and before the journal was removed.
        with Path(os.devnull).open("r+b") as nowhere:
            yield ResumedRun(entry.summary, entry.size, nowhere, lambda _: None, run)
        journal.unlink(missing_ok=True)
        return
    with _opened(part, path) as stream:
        if os.fstat(stream.fileno()).st_size < entry.size:
            _refuse(f"{part} is shorter than its journal says", part, journal)
        stream.truncate(entry.size)
        resumed = ResumedRun(entry.summary, entry.size, stream, lambda new: _replace(journal, new), run)
        try:
            yield resumed
            if not entry.complete:
                resumed.add(tail, Summary())
                resumed.enter(complete=True)
            stream.seek(0)
            finish(stream, path)
        except BaseException:
            if not journal.exists():  # nothing was done that could be gone on with
                part.unlink(missing_ok=True)
            raise
    part.unlink(missing_ok=True)
    journal.unlink(missing_ok=True)


def run_of(path: Path) -> Mapping[str, Any]:
    """Return what the run is that was begun for this output; empty where there is none."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        found = json.loads(_beside(Path(os.path.realpath(path)), "journal").read_text("utf-8"))["run"]
        return dict(found)
    return {}


def move(part: BinaryIO, path: Path) -> None:
    """Make the part the output; a file that stood there is replaced by one of the same mode."""
    if path.exists():
        os.fchmod(part.fileno(), stat.S_IMODE(path.stat().st_mode))
    Path(part.name).replace(path)


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f".{path.name}.{what}")


@contextlib.contextmanager
def _opened(part: Path, path: Path) -> Iterator[BinaryIO]:
    """Open the part for this run alone."""
    try:
        with open(part, "a+b", opener=owner_only) as stream:
            # Another run may have made this very file its output since it was opened.
            if not lock(stream.fileno(), wait=False) or not _is_at(stream, part):
                message = f"another run is at work on {path}"
                raise UnusableJournalError(message)
            yield stream
    except OSError as error:
        if error.filename == str(part) or (error.errno and error.filename is None):
            error.filename = str(path)
        raise


def _is_at(stream: BinaryIO, part: Path) -> bool:
    with contextlib.suppress(OSError):
        return os.path.samestat(os.fstat(stream.fileno()), part.stat())
    return False


def _entry_in(journal: Path, part: Path, run: Mapping[str, Any]) -> _Entry:
    """Return what the journal says, and refuse one of another run; without one nothing is done."""
    try:
        text = journal.read_text("utf-8")
    except FileNotFoundError:
        return _Entry(run)
    except ValueError:
        text = ""
    entry = None
    with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
        plain = json.loads(text)
        entry = _Entry(
            dict(plain["run"]),
            int(plain["size"]),
            Summary.from_dict(plain["summary"]),
            plain["complete"] is True,
        )
    if entry is None or plain["version"] != _VERSION:
        _refuse(f"{journal} is damaged or of another version of khmerid", part, journal)
    if others := sorted(key for key in {**run, **entry.run} if run.get(key) != entry.run.get(key)):
        _refuse(f"{journal} is of a run with other {', '.join(others)}", part, journal)
    return entry


def _refuse(why: str, part: Path, journal: Path) -> NoReturn:
    message = f"{why}: to begin anew, remove {part} and {journal}"
    raise UnusableJournalError(message)


def _replace(journal: Path, entry: _Entry) -> None:
    new = journal.with_name(journal.name + ".new")
    with open(new, "w", encoding="utf-8", opener=owner_only) as stream:
        json.dump({"version": _VERSION, **attrs.asdict(entry)}, stream)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(journal)
