r"""JSON as a service sends it: with or without a byte order mark, whole or cut short, or something else.

>>> parse_json(b'\xef\xbb\xbf{"result": {}}')
{'result': {}}
>>> parse_json("<html><body>502 Bad Gateway</body></html>")
Traceback (most recent call last):
khmerid.errors.UnexpectedResponseError: the response is HTML or XML, not JSON
"""

import json
from typing import Any

from khmerid.errors import UnexpectedResponseError

_BYTE_ORDER_MARK = "\ufeff"


def parse_json(text: str | bytes | bytearray) -> Any:
    """Parse the JSON text of a response; the bytes may be UTF-8, UTF-16 or UTF-32.

    Raises ``UnexpectedResponseError`` for whatever is not JSON, without quoting it.
    """
    try:
        return json.loads(text.removeprefix(_BYTE_ORDER_MARK) if isinstance(text, str) else text)
    except (ValueError, RecursionError):
        why = _what_it_is(text)
    # Raised here and not in the handler, because the error of json holds the whole document.
    raise UnexpectedResponseError(why)


def _what_it_is(text: str | bytes | bytearray) -> str:
    start = text[:100] if isinstance(text, str) else text[:100].decode("utf-8", "replace")
    start = start.lstrip(_BYTE_ORDER_MARK + " \t\r\n")
    if not start:
        return "the response is empty" if not text.strip() else "the response is not JSON"
    if start.startswith("<"):
        return "the response is HTML or XML, not JSON"
    if start.startswith(("{", "[")):
        return "the response begins like JSON but is cut short or malformed"
    return "the response is not JSON"
