"""Pictures of cards as rows, with the extra ``picture``: files, folders and lists of them in, reports out.

A list has one row of JSON per line, ``{"id": ..., "picture": "card.jpg", "today": "2019-05-04"}``; a path in
it is taken from where the list is.

>>> read_photograph(2, b'{"id": 17, "picture": 5}', Path(), dt.date(2026, 1, 1))["error"]["code"]
'unexpected_response'
"""

import datetime as dt
import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from khmerid.batch.answering import answer, error_row, examine_response
from khmerid.batch.files import LONGEST_ROW, STDIN, Row, rows_in
from khmerid.errors import UnexpectedResponseError
from khmerid.examination import open_row
from khmerid.huawei.wire import SIGNATURES
from khmerid.misreading import Profile
from khmerid.report.policy import DEFAULT_POLICY, Policy

if TYPE_CHECKING:
    from khmerid.picture.scan import PictureReader, Scan

#: The alarms that are asked for: those that a measurement stands behind; the others are experimental.
ALARMS_ASKED: Final = ("type", "border_integrity", "blur", "glare")
LISTS: Final = frozenset({".jsonl", ".ndjson"})
_HEAD: Final = max(map(len, SIGNATURES))


@attrs.frozen(kw_only=True)
class Keeping:
    """Where what was seen is kept, if it is: the card and its rows, and the picture with notes drawn on it.

    ``crops`` is a folder; ``notes`` is a PNG file, or a folder where there are several pictures. Files in a
    folder are named by the number of their row.
    """

    crops: Path | None = None
    notes: Path | None = None


def expand(paths: Iterable[Path]) -> list[Path]:
    """Return the files to be read: of a folder, the pictures in it by name."""
    files: list[Path] = []
    for path in paths:
        files += sorted(one for one in path.iterdir() if _is_picture(one)) if path.is_dir() else [path]
    return files


def photographs_in(
    files: Iterable[Path], *, done: Callable[[int], None] = lambda _: None
) -> Iterator[tuple[int, Path | bytes, Path]]:
    """Yield a number, a picture or a row of a list, and the folder that paths are taken from."""
    number = 0
    for file in files:
        if file == STDIN or file.suffix in LISTS:
            for row in rows_in([file], one_per_line=True, done=done):
                number += 1
                yield number, row, Path() if file == STDIN else file.parent
        else:
            number += 1
            yield number, file, Path()
            done(file.stat().st_size)


def read_photograph(  # noqa: PLR0913 - a picture, and all that it is examined by
    number: int,
    source: Path | bytes,
    folder: Path,
    today: dt.date,
    policy: Policy = DEFAULT_POLICY,
    *,
    profile: Profile | None = None,
    evidence: bool = False,
    alarms: Collection[str] = (),
    khmer: bool = True,
    threads: int = 1,
    keeping: Keeping = Keeping(),
) -> Row:
    """Return the report on the card in a picture, or what went wrong, as the row of this number."""

    def examined(path: Path, day: dt.date) -> Row:
        from khmerid.picture.image import PictureError  # noqa: PLC0415 - needs the extra

        try:
            data = path.read_bytes()
        except OSError as error:  # those that went before are not lost for this one
            return error_row("unexpected_response", f"the file cannot be read: {error.strerror}")
        try:
            scan = reader(khmer=khmer, threads=threads).scan(data, alarms=alarms)
        except PictureError as error:
            return error_row(error.problem.code, str(error))
        except Exception as error:  # noqa: BLE001 - one picture must not stop those after it
            return error_row("internal_error", f"khmerid failed ({type(error).__name__})")
        row = examine_response(scan.card, day, policy, profile=profile, evidence=evidence)
        _keep(number, data, scan, row, keeping)
        return row

    def of_list(row: object) -> Row:
        try:
            path, day = _open(row, today)
        except UnexpectedResponseError as error:
            return error_row("unexpected_response", str(error))
        return examined(folder / path, day)

    if isinstance(source, bytes):
        return answer(number, source, LONGEST_ROW, of_list)
    return {"id": str(source)} | examined(source, today)


@functools.cache
def reader(*, khmer: bool = True, threads: int = 1) -> "PictureReader":
    """Return the reader of this process, whose models are loaded once.

    Raises ``EngineMissingError`` where a program that it needs is not installed.
    """
    from khmerid.picture.scan import PictureReader  # noqa: PLC0415 - needs the extra

    return PictureReader.open(khmer=khmer, threads=threads)


def _open(row: object, today: dt.date) -> tuple[str, dt.date]:
    _, day = open_row(row, today)
    path = row.get("picture") if isinstance(row, Mapping) else None
    if not isinstance(path, str) or not path or "\0" in path:
        message = "a row has the path of its picture under 'picture'"
        raise UnexpectedResponseError(message)
    return path, day


def _is_picture(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(_HEAD).startswith(SIGNATURES)


def _keep(number: int, data: bytes, scan: "Scan", row: Row, keeping: Keeping) -> None:
    if keeping.crops:
        keeping.crops.mkdir(parents=True, exist_ok=True)
        (keeping.crops / f"{number:05}-card.jpg").write_bytes(scan.adjusted_image())
        for place, image in enumerate(scan.row_images(), 1):
            (keeping.crops / f"{number:05}-row-{place:02}.jpg").write_bytes(image)
    if keeping.notes:
        from khmerid.picture.annotate import annotate  # noqa: PLC0415 - needs the extra

        file = keeping.notes
        if file.suffix.lower() != ".png":
            file.mkdir(parents=True, exist_ok=True)
            file /= f"{number:05}.png"
        file.write_bytes(annotate(data, scan, _told(row)))


def _told(row: Row) -> dict[str, tuple[str, str]]:
    """Return the value and the assurance of each field, as text; a place has only its assurance."""
    fields = row.get("fields", {})
    return {
        name: ("" if isinstance(field["value"], dict) else str(field["value"] or ""), field["assurance"])
        for name, field in fields.items()
    }
