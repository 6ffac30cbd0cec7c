r"""JSON as a service sends it: with or without a byte order mark, whole or cut short, or something else.

>>> parse_json(b'\xef\xbb\xbf{"result": {}}')
{'result': {}}
>>> parse_json("<html><body>502 Bad Gateway</body></html>")
Traceback (most recent call last):
khmerid.errors.UnexpectedResponseError: the response is HTML or XML, not JSON
"""

import functools
import json
from typing import TYPE_CHECKING, Any

from khmerid.errors import UnexpectedResponseError

if TYPE_CHECKING:
    import regex

_BYTE_ORDER_MARK = "\ufeff"


class DuplicateKeyError(ValueError):
    """An object of JSON has a key twice."""


def parse_json(text: str | bytes | bytearray) -> Any:
    """Parse the JSON text of a response; the bytes may be UTF-8, UTF-16 or UTF-32.

    Raises ``UnexpectedResponseError`` for whatever is not JSON, without quoting it.
    """
    try:
        text_of_it = text.removeprefix(_BYTE_ORDER_MARK) if isinstance(text, str) else text
        return json.loads(text_of_it, object_pairs_hook=without_duplicates)
    except DuplicateKeyError:
        why = "the response is ambiguous: an object in it has a key twice"
    except (ValueError, RecursionError):
        why = _what_it_is(text)
    # Raised here and not in the handler, because the error of json holds the whole document.
    raise UnexpectedResponseError(why)


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON from its pairs, as ``object_pairs_hook``.

    Raises ``DuplicateKeyError`` where a key stands twice: it is not known which value is meant (RFC 8259, 4).
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DuplicateKeyError
    return found


def with_escapes(text: str) -> str:
    r"""Return JSON text with every character that acts on a reader, or cannot be seen, as JSON escapes it.

    >>> with_escapes('{"text": "\u202e1"}')
    '{"text": "\\u202e1"}'
    """
    if text.isprintable():  # of most a twentieth of the time
        return text
    return _unseen().sub(lambda found: json.dumps(found[0])[1:-1], text)


@functools.cache
def _unseen() -> "regex.Pattern[str]":
    """Return the pattern of controls but for line ends, formats, surrogates, private and unassigned ones.

    And of the separators of lines and paragraphs.
    """
    import regex  # noqa: PLC0415 - few texts have any, and it takes long to import

    return regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}--[\n]]", regex.V1)


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
