"""One row in, one row out: a response and its report, or lines and their MRZ; or an error row.

>>> examine_row(3, b'{"id": 17, "response": ', dt.date(2026, 1, 1))
{'id': 'row 3', 'error': {'code': 'not_json', 'message': 'the row is not JSON'}}
>>> row = read_mrz_row(1, b'{"id": "a", "lines": ["", "", ""]}', None, strict=True)
>>> row["id"], row["outcome"], row["lines"], row["checks"]["composite"]
('a', 'nothing', None, 'undecided')
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from khmerid.batch.files import LONGEST_ROW, Row
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.examination import examine, open_row
from khmerid.huawei.errors import concerns_the_image
from khmerid.huawei.wire import QUALITY_SWITCHES, Switches
from khmerid.mrz.parsing import Td1, parse_td1
from khmerid.notes import Code
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.recovery.issuers import Issuer
from khmerid.recovery.recover import recover_td1
from khmerid.recovery.recovered import Recovery, RecoveryOutcome, fields_of
from khmerid.report.plain import to_plain
from khmerid.report.policy import DEFAULT_POLICY, Policy

if TYPE_CHECKING:
    from khmerid.huawei.client import HuaweiOcr

_WITH_A_DIGIT: Final = ("document_number", "date_of_birth", "date_of_expiry")
_NO_ALARMS: Final = Switches()


def examine_row(
    number: int, text: bytes, today: dt.date, policy: Policy = DEFAULT_POLICY, *, longest: int = LONGEST_ROW
) -> Row:
    """Examine the row with this number, whatever is in it; a day of its own goes before ``today``."""

    def examined(row: object) -> Row:
        try:
            response, day = open_row(row, today)
        except UnexpectedResponseError as error:
            return _error("unreadable_today", str(error))
        return examine_response(response, day, policy)

    return _answer(number, text, longest, examined)


def examine_response(response: object, today: dt.date, policy: Policy = DEFAULT_POLICY) -> Row:
    """Return the report on a response as plain data, or what went wrong, as a row without its ``id``."""
    try:
        return dict(examine(response, today=today, policy=policy).to_dict())
    except ApiError as error:
        return {"error": {"code": error.code, "message": error.meaning, "retry": error.retry}}
    except UnexpectedResponseError as error:
        return _error("unexpected_response", str(error))
    except Exception as error:  # noqa: BLE001 - one card must not stop the ten million after it
        # Only the type: the message of an exception nobody foresaw may quote the card.
        return _error("internal_error", f"khmerid failed ({type(error).__name__})")


def examine_pictures(
    service: "HuaweiOcr",
    pictures: Iterable[str],
    today: dt.date,
    policy: Policy = DEFAULT_POLICY,
    *,
    alarms: bool,
) -> Iterator[Row]:
    """Yield a row for each picture, a file or an address, as the service reads it.

    Where the service refuses the account or the credentials, the pictures that remain are not sent.
    """
    response: object = None
    for picture in pictures:
        if not (isinstance(response, ApiError) and _refuses_all(response)):
            response = _recognised(service, picture, QUALITY_SWITCHES if alarms else _NO_ALARMS)
        yield {"id": picture} | examine_response(response, today, policy)


def is_address(picture: str) -> bool:
    """Return whether a picture is given by its address and not as a file."""
    return picture.startswith(("http://", "https://"))


def read_mrz_row(
    number: int, text: bytes, issuer: Issuer | None, *, strict: bool, longest: int = LONGEST_ROW
) -> Row:
    """Read the MRZ of the row with this number, or return an error row where it has no lines."""

    def read(row: object) -> Row:
        lines = row.get("lines") if isinstance(row, dict) else row
        if isinstance(lines, str) or (
            isinstance(lines, list) and all(line is None or isinstance(line, str) for line in lines)
        ):
            return read_mrz(lines, issuer, strict=strict)
        return _error("no_lines", "lines is not a text or a list of texts")

    return _answer(number, text, longest, read)


def read_mrz(lines: str | Sequence[str | None], issuer: Issuer | None, *, strict: bool) -> Row:
    """Return what an MRZ says, as a row without its ``id``; a strict reading repairs nothing."""
    found = _as_recovery(parse_td1(lines)) if strict else recover_td1(lines, issuer)
    plain: Row = to_plain(found)
    return plain


def _answer(number: int, text: bytes, longest: int, work: Callable[[object], Row]) -> Row:
    """Return what is made of the JSON of a row, under its ``id`` or else its number."""
    name: str | int = f"row {number}"
    if len(text.rstrip(b"\n")) > longest:
        return {"id": name} | _error("row_too_long", f"the row is longer than {longest} bytes")
    try:
        row = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return {"id": name} | _error("not_utf8", "the row is not UTF-8")
    except (ValueError, RecursionError):
        return {"id": name} | _error("not_json", "the row is not JSON")
    own = row.get("id") if isinstance(row, dict) else None
    if isinstance(own, str | int) and not isinstance(own, bool):
        name = own
    return {"id": name} | work(row)


def _error(code: str, message: str) -> Row:
    return {"error": {"code": code, "message": message}}


def _as_recovery(reading: Reading[Td1]) -> Recovery:
    mrz = reading.value
    if mrz is None:
        is_missing = any(note.code is Code.MISSING for note in reading.notes)
        return Recovery(outcome=RecoveryOutcome.NOTHING if is_missing else RecoveryOutcome.INVALID)
    return Recovery(
        outcome=RecoveryOutcome.VALID if mrz.verified else RecoveryOutcome.INVALID,
        mrz=mrz,
        fields=fields_of(mrz),
        checks=mrz.checks,
        certain=frozenset(name for name in _WITH_A_DIGIT if getattr(mrz.checks, name) is Outcome.AGREES),
    )


def _recognised(service: "HuaweiOcr", picture: str, switches: Switches) -> object:
    """Return what the service answered, or the error in its place."""
    try:
        if is_address(picture):
            return service.recognise(url=picture, **switches)
        return service.recognise(Path(picture).read_bytes(), **switches)
    except (ApiError, UnexpectedResponseError) as error:
        return error
    except ValueError as error:  # the picture is refused before it is sent
        return UnexpectedResponseError(str(error))
    except OSError as error:  # those that went before are paid for: they are not lost for this one
        return UnexpectedResponseError(f"the file cannot be read: {error.strerror}")


def _refuses_all(error: ApiError) -> bool:
    return error.retry == "no" and not concerns_the_image(error.code)
