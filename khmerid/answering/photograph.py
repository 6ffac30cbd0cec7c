"""A picture of a card and its report, or an error row, with the extra ``picture``.

>>> import datetime as dt
>>> terms, looking = Terms(today=dt.date(2026, 1, 1)), PictureTerms(khmer=False)
>>> examine_photograph(InputRow(2, b"GIF89a"), terms, looking)["error"]["code"]
'AIS.0102'
"""

import functools
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

import attrs

from khmerid.answering.examining import Terms, day_of, examine_response, examine_row
from khmerid.answering.input_row import InputRow, Row, error_row
from khmerid.errors import UnexpectedResponseError

if TYPE_CHECKING:
    from khmerid.picture.scan import PictureReader, Scan

#: The alarms that are asked for: those that a measurement stands behind; the others are experimental.
ALARMS_ASKED: Final = ("type", "border_integrity", "blur", "glare")


@attrs.frozen(kw_only=True)
class PictureTerms:
    """How pictures are read: the alarms that are looked for, whether Khmer is read, threads of a process."""

    alarms: Collection[str] = ALARMS_ASKED
    khmer: bool = True
    threads: int = 1


def examine_photograph(
    row: InputRow,
    terms: Terms,
    looking: PictureTerms = PictureTerms(),
    seen: Callable[["Scan", Row], None] = lambda _scan, _row: None,
) -> Row:
    """Return the report on the card in a picture, or what went wrong; ``seen`` gets what was found in it."""
    if row.trouble:
        return {"id": row.name} | error_row(*row.trouble)
    try:
        terms = attrs.evolve(terms, today=day_of(row, terms))
    except UnexpectedResponseError as error:
        return {"id": row.name} | error_row("unreadable_today", str(error))
    return {"id": row.name} | _examined(row.content, terms, looking, seen)


def examine_row_or_picture(row: InputRow, terms: Terms, looking: PictureTerms = PictureTerms()) -> Row:
    """Return the report on a row, which is JSON or a picture, or what went wrong."""
    return examine_photograph(row, terms, looking) if row.is_picture else examine_row(row, terms)


def _examined(data: bytes, terms: Terms, looking: PictureTerms, seen: Callable[["Scan", Row], None]) -> Row:
    try:
        from khmerid.picture import EngineMissingError, PictureError  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as error:
        return error_row("no_picture_reader", str(error))
    try:
        scan = picture_reader(khmer=looking.khmer, threads=looking.threads).scan(data, alarms=looking.alarms)
    except EngineMissingError as error:
        return error_row("no_picture_reader", str(error))
    except PictureError as error:
        return error_row(error.problem.code, str(error))
    except Exception as error:  # noqa: BLE001 - one picture must not stop those after it
        return error_row("internal_error", f"khmerid failed ({type(error).__name__})")
    found = examine_response(scan.card, terms)
    seen(scan, found)
    return found


@functools.cache
def picture_reader(*, khmer: bool = True, threads: int = 1) -> "PictureReader":
    """Return the reader of this process, whose models are loaded once.

    Raises ``ModuleNotFoundError`` without the extra, ``EngineMissingError`` where a program that it needs is
    not installed.
    """
    from khmerid.picture.scan import PictureReader  # noqa: PLC0415 - needs the extra

    return PictureReader.open(khmer=khmer, threads=threads)
