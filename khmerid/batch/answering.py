"""One row in, one row out: the report as plain data, or an error row.

>>> import datetime as dt
>>> answer(3, b'{"id": 17, "response": ', dt.date(2026, 1, 1))
{'id': 'row 3', 'error': {'code': 'not_json', 'message': 'the row is not JSON'}}

"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from khmerid.batch.rows import LONGEST_ROW
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.examination import examine

_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def answer(number: int, text: bytes, today: dt.date, *, longest: int = LONGEST_ROW) -> dict[str, Any]:
    """Examine the row with this number, whatever is in it; a day of its own goes before ``today``."""
    name: str | int = f"row {number}"
    if len(text.rstrip(b"\n")) > longest:
        return _error(name, "row_too_long", f"the row is longer than {longest} bytes")
    try:
        row = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _error(name, "not_utf8", "the row is not UTF-8")
    except (ValueError, RecursionError):
        return _error(name, "not_json", "the row is not JSON")
    response = row
    if isinstance(row, Mapping):
        name = row["id"] if _is_name(row.get("id")) else name
        response = row.get("response", row)
        if row.get("today") is not None:
            own = to_day(row["today"])
            if own is None:
                return _error(name, "unreadable_today", "the row's today is not a day such as 2019-05-04")
            today = own
    return {"id": name} | examined(response, today)


def to_day(text: object) -> dt.date | None:
    """Return the day that a text such as ``2019-05-04`` names, or ``None``.

    >>> to_day("2019-05-04"), to_day("2019-02-29"), to_day("20190504")
    (datetime.date(2019, 5, 4), None, None)

    """
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _is_name(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def examined(response: object, today: dt.date) -> dict[str, Any]:
    """Examine a response, or the error in its place: the report as plain data, or what went wrong."""
    try:
        return examine(response, today=today).to_dict()
    except ApiError as error:
        return {"error": {"code": error.code, "message": error.meaning, "retry": error.retry}}
    except UnexpectedResponseError as error:
        return {"error": {"code": "unexpected_response", "message": str(error)}}
    except Exception as error:  # noqa: BLE001 - one card must not stop the ten million after it
        # Only the type: the message of an exception nobody foresaw may quote the card.
        return {"error": {"code": "internal_error", "message": f"khmerid failed ({type(error).__name__})"}}


def _error(name: str | int, code: str, message: str) -> dict[str, Any]:
    return {"id": name, "error": {"code": code, "message": message}}
