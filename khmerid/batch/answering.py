"""One row in, one row out: a response and its report, or an error row.

>>> examine_row(3, b'{"id": 17, "response": ', dt.date(2026, 1, 1))
{'id': 'row 3', 'error': {'code': 'not_json', 'message': 'the row is not JSON'}}
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from khmerid.batch.files import LONGEST_ROW, Row
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.examination import examine, open_row
from khmerid.huawei.errors import concerns_the_image
from khmerid.huawei.wire import QUALITY_SWITCHES, Switches
from khmerid.json_text import DuplicateKeyError, without_duplicates
from khmerid.misreading import Profile
from khmerid.report.policy import DEFAULT_POLICY, Policy

if TYPE_CHECKING:
    from khmerid.huawei.client import HuaweiOcr

_NO_ALARMS: Final = Switches()


def examine_row(  # noqa: PLR0913 - a row, and all that it is examined by
    number: int,
    text: bytes,
    today: dt.date,
    policy: Policy = DEFAULT_POLICY,
    *,
    profile: Profile | None = None,
    evidence: bool = False,
    longest: int = LONGEST_ROW,
) -> Row:
    """Examine the row with this number, whatever is in it; a day of its own goes before ``today``."""

    def examined(row: object) -> Row:
        try:
            response, day = open_row(row, today)
        except UnexpectedResponseError as error:
            return error_row("unreadable_today", str(error))
        return examine_response(response, day, policy, profile=profile, evidence=evidence)

    return answer(number, text, longest, examined)


def examine_response(
    response: object,
    today: dt.date,
    policy: Policy = DEFAULT_POLICY,
    *,
    profile: Profile | None = None,
    evidence: bool = False,
) -> Row:
    """Return the report on a response as plain data, or what went wrong, as a row without its ``id``."""
    try:
        report = examine(response, today=today, policy=policy, profile=profile, evidence=evidence)
        return dict(report.to_dict())
    except ApiError as error:
        return refusal(error)
    except UnexpectedResponseError as error:
        return error_row("unexpected_response", str(error))
    except Exception as error:  # noqa: BLE001 - one card must not stop the ten million after it
        # Only the type: the message of an exception nobody foresaw may quote the card.
        return error_row("internal_error", f"khmerid failed ({type(error).__name__})")


def examine_pictures(  # noqa: PLR0913 - pictures, and all that they are examined by
    service: "HuaweiOcr",
    pictures: Iterable[str],
    today: dt.date,
    policy: Policy = DEFAULT_POLICY,
    *,
    profile: Profile | None = None,
    alarms: bool,
    evidence: bool = False,
) -> Iterator[Row]:
    """Yield a row for each picture, a file or an address, as the service reads it.

    Where the service refuses the account or the credentials, the pictures that remain are not sent.
    """
    response: object = None
    for picture in pictures:
        if not (isinstance(response, ApiError) and _refuses_all(response)):
            response = _recognised(service, picture, QUALITY_SWITCHES if alarms else _NO_ALARMS)
        yield {"id": picture} | examine_response(response, today, policy, profile=profile, evidence=evidence)


def is_address(picture: str) -> bool:
    """Return whether a picture is given by its address and not as a file."""
    return picture.startswith(("http://", "https://"))


def answer(number: int, text: bytes, longest: int, work: Callable[[object], Row]) -> Row:
    """Return what is made of the JSON of a row, under its ``id`` or else its number."""
    name: str | int = f"row {number}"
    if len(text.rstrip(b"\n")) > longest:
        return {"id": name} | error_row("row_too_long", f"the row is longer than {longest} bytes")
    try:
        row = json.loads(text.decode("utf-8-sig"), object_pairs_hook=without_duplicates)
    except DuplicateKeyError:
        return {"id": name} | error_row("duplicate_key", "an object in the row has a key twice")
    except UnicodeDecodeError:
        return {"id": name} | error_row("not_utf8", "the row is not UTF-8")
    except (ValueError, RecursionError):
        return {"id": name} | error_row("not_json", "the row is not JSON")
    own = row.get("id") if isinstance(row, dict) else None
    if isinstance(own, str | int) and not isinstance(own, bool):
        name = own
    return {"id": name} | work(row)


def refusal(error: ApiError) -> Row:
    """Return an error of the service as an error row without its ``id``."""
    return {"error": {"code": error.code, "message": error.meaning, "retry": error.retry}}


def error_row(code: str, message: str) -> Row:
    """Return an error row without its ``id``."""
    return {"error": {"code": code, "message": message}}


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
