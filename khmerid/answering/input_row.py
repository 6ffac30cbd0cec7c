"""What goes in, a row of a file or of a table, and what comes out where nothing can be said of it.

>>> answer(InputRow(3, b'{"id": 17, "response": '), lambda row: {})
{'id': 'row 3', 'error': {'code': 'not_json', 'message': 'the row is not JSON'}}
"""

import json
import re
from collections.abc import Callable
from typing import Any, Final

import attrs

from khmerid.errors import ApiError
from khmerid.huawei.wire import SIGNATURES
from khmerid.json_text import DuplicateKeyError, without_duplicates

Row = dict[str, Any]

# Two pictures of 10 MB each in base64, and all else that a response has, stay well below.
LONGEST_ROW: Final = 64 * 1024 * 1024
#: What is wrong with a cell that has nothing in it.
NO_RESPONSE: Final = "no_response", "the row has no response"
# What a text of an OCR may begin with besides, it is no list of lists, objects, texts or nothing.
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{|"[\s\S]*"\s*$|null\s*$|\[\s*(?:[\[\]{"]|null|$))')


@attrs.frozen(repr=False)
class InputRow:
    """A row: its number among all, counted from 1, and its JSON text or the bytes of a picture.

    ``id`` and ``today`` are those that the file or the table has for it, such as the name of a picture or a
    cell of another column; those within the JSON go before them. ``trouble`` is the code and the message of
    the error row that it becomes, where it could not even be taken out of its file.
    """

    number: int
    content: bytes
    id: str | int | None = None
    today: object = None
    trouble: tuple[str, str] | None = None

    def __repr__(self) -> str:
        return f"InputRow({self.number}, {len(self.content)} bytes)"

    @property
    def name(self) -> str | int:
        """What it is called where its JSON does not say."""
        return f"row {self.number}" if self.id is None else self.id

    @property
    def is_picture(self) -> bool:
        """Whether the bytes begin as those of a picture do that is read."""
        return is_picture(self.content)


def is_picture(content: bytes) -> bool:
    r"""Return whether bytes begin as those of a picture do that is read.

    >>> is_picture(b"BM6\0\0\0\0\0\0\0" + bytes(8)), is_picture(b"BMW")
    (True, False)
    """
    # A text may begin with BM, too; the head of a BMP file, of 14 bytes, has some that are zero.
    return content.startswith(SIGNATURES) and (not content.startswith(b"BM") or b"\0" in content[:14])


def as_row(cell: bytes) -> bytes:
    r"""Return a cell of a table as a row: the plain text of an OCR, which has several lines, becomes JSON.

    >>> as_row(b"SOK\nSOPHEA"), as_row(b'{"result": '), as_row(b"garbage")
    (b'"SOK\\nSOPHEA"', b'{"result": ', b'garbage')
    """
    if b"\n" not in cell.strip() or is_picture(cell) or _JSON.match(cell):
        return cell
    try:
        return json.dumps(cell.decode("utf-8"), ensure_ascii=False).encode()
    except UnicodeDecodeError:
        return cell  # which is told where it is read


def answer(row: InputRow, work: Callable[[object], Row], *, longest: int = LONGEST_ROW) -> Row:
    """Return what is made of the JSON of a row, under its ``id`` or else its name."""
    if trouble := row.trouble or _no_text(row, longest):
        return {"id": row.name} | error_row(*trouble)
    try:
        parsed = json.loads(row.content.decode("utf-8-sig"), object_pairs_hook=without_duplicates)
    except DuplicateKeyError:
        return {"id": row.name} | error_row("duplicate_key", "an object in the row has a key twice")
    except UnicodeDecodeError:
        return {"id": row.name} | error_row("not_utf8", "the row is not UTF-8")
    except (ValueError, RecursionError):
        return {"id": row.name} | error_row("not_json", "the row is not JSON")
    own = parsed.get("id") if isinstance(parsed, dict) else None
    is_id = isinstance(own, str | int) and not isinstance(own, bool)
    return {"id": own if is_id else row.name} | work(parsed)


def _no_text(row: InputRow, longest: int) -> tuple[str, str] | None:
    """Return what is wrong with a row before it is looked at as JSON."""
    if row.is_picture:
        return "not_text", "the row is a picture, and text is read here"
    if len(row.content.rstrip(b"\n")) > longest:
        return "row_too_long", f"the row is longer than {longest} bytes"
    return None


def refusal(error: ApiError) -> Row:
    """Return an error of the service as an error row without its ``id``."""
    return {"error": {"code": error.code, "message": error.meaning, "retry": error.retry}}


def error_row(code: str, message: str) -> Row:
    """Return an error row without its ``id``."""
    return {"error": {"code": code, "message": message}}
