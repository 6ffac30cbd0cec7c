"""Which columns of a table have a response, its id and its day; and a line of the table as a row.

>>> chosen = columns_among(["id", "response", "branch"])
>>> chosen.row(1, {"id": "a", "response": '{"id_number": "010203040"}'})
InputRow(1, 26 bytes)

A table without a column of responses may have the fields of the API as its columns.

>>> columns_among(["id_number", "sex"]).row(1, {"id_number": "010203040", "sex": ""}).content
b'{"result": {"id_number": "010203040"}}'
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import attrs

from khmerid.answering.input_row import NO_RESPONSE, InputRow, as_row
from khmerid.huawei.wire import OWN_KEYS, RESULT, RESULT_KEYS, KeyShape

RESPONSE, ID, TODAY = "response", "id", "today"
_TEXTS: Final = frozenset(
    key.name for key in RESULT_KEYS if key.shape in {KeyShape.TEXT, KeyShape.PICTURE, KeyShape.KIND}
)
# A text of an OCR may begin with a bracket or a quote, too; then it does not go on like this.
# A name in which no text of a card can be, which a table without a head would show: a card has capitals.
_SAFE_NAME = re.compile(r"(?=.*[a-z])[A-Za-z_][A-Za-z_0-9. -]{0,39}")
_MOST_NAMES: Final = 12
_OF_REPORTS: Final = frozenset({"decision", "reasons"})


class NoRowsError(Exception):
    """A file can have no rows; the message goes on after its name: "is not text"."""


@attrs.frozen(kw_only=True)
class Columns:
    """The names of the columns that are needed: that of the responses, or those of the fields of one."""

    response: str | None
    fields: Sequence[str]
    id: str | None
    today: str | None

    @property
    def names(self) -> list[str]:
        """All of them."""
        return [*filter(None, (self.response, self.id, self.today)), *self.fields]

    def row(self, number: int, cells: Mapping[str, str]) -> InputRow:
        """Return a line of a table of texts, whose cells are under their names, as a row."""
        if self.response:
            content = as_row(cells[self.response].encode("utf-8", "surrogateescape"))
        else:
            given = {name: _typed(name, cells[name]) for name in self.fields if cells[name]}
            content = json.dumps({RESULT: given}, ensure_ascii=False).encode() if given else b""
        trouble = None if content.strip() else NO_RESPONSE
        own, day = (cells[name] if name else None for name in (self.id, self.today))
        return InputRow(number, content, self.as_id(own), day or None, trouble)

    @staticmethod
    def as_id(cell: object) -> str | int | None:
        """Return what a cell says a row is called, if anything."""
        if cell is None or cell == "":
            return None
        return cell if isinstance(cell, str | int) and not isinstance(cell, bool) else str(cell)


def columns_among(names: Sequence[str], column: str | None = None) -> Columns:
    """Return the columns that are needed; that of the responses is ``column``, or called ``response``.

    Raises ``NoRowsError`` where there is none, and no field of the API either; the message has the names.
    """
    response = column or RESPONSE
    fields = [] if response in names or column else [name for name in names if name in OWN_KEYS]
    if fields and _OF_REPORTS.issubset(names):  # some are called as fields of the API
        message = "has reports, and responses are examined"
        raise NoRowsError(message)
    if response not in names and not fields:
        message = f"has no column {response}; its columns are {_told(names)}"
        raise NoRowsError(message)
    chosen = Columns(
        response=None if fields else response,
        fields=tuple(fields),
        id=ID if ID in names and response != ID else None,
        today=TODAY if TODAY in names and response != TODAY else None,
    )
    if twice := [name for name, count in Counter(names).items() if count > 1 and name in chosen.names]:
        message = f"has the column {twice[0]} twice"
        raise NoRowsError(message)
    return chosen


def _typed(name: str, cell: str) -> object:
    """Return what a field of a response has, of which the table has a text: an alarm is true or false."""
    if name not in _TEXTS:
        for text in (cell, cell.strip().lower()):
            try:
                return json.loads(text)
            except (ValueError, RecursionError):
                continue
    return cell


def _told(names: Collection[str]) -> str:
    shown = [name for name in names if _SAFE_NAME.fullmatch(name)][:_MOST_NAMES]
    return ", ".join([*shown, *([f"{len(names) - len(shown)} not shown"] if len(names) > len(shown) else [])])
