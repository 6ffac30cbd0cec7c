"""The flat columns of a row: what people filter and join on, with a name and a kind for a table or for CSV.

>>> [column.name for column in FLAT_COLUMNS[:5]]
['decision', 'reasons', 'document_number', 'document_number_assurance', 'document_number_risk']
>>> dict(zip(NAMES, flat_values({"decision": "review", "reasons": ["expired"]}), strict=True))["reasons"]
['expired']
"""

import enum
from collections.abc import Iterator
from typing import Annotated, Any, Final, get_args, get_origin

import attrs
from typing_extensions import get_type_hints, is_typeddict

from khmerid.answering.input_row import Row
from khmerid.report.report_dict import FieldsDict, Keywords, PlaceDict, ReportDict, UnitDict


class ColumnKind(enum.Enum):
    """What stands in a column: a text, several, a day as text in JSON, a whole number, or any number."""

    TEXT = enum.auto()
    TEXTS = enum.auto()
    DAY = enum.auto()
    WHOLE = enum.auto()
    NUMBER = enum.auto()


@attrs.frozen
class FlatColumn:
    """A column: its name, its kind, what it says, and the keys that lead to its value in a row."""

    name: str
    kind: ColumnKind
    description: str
    path: tuple[str, ...]


def flat_values(row: Row) -> list[Any]:
    """Return what a row has in each flat column, as in its JSON, and ``None`` where it has nothing there.

    An error row has nothing anywhere, a redacted one no value.
    """
    return [_at(row, path) for path in _PATHS]


def _at(found: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        found = found.get(key)
        if found is None:
            return None
    return found


def _columns() -> Iterator[FlatColumn]:
    hints = get_type_hints(ReportDict, include_extras=True)
    for name, kind in (("decision", ColumnKind.TEXT), ("reasons", ColumnKind.TEXTS)):
        yield FlatColumn(name, kind, _description(hints[name]), (name,))
    for name, hint in get_type_hints(FieldsDict, include_extras=True).items():
        resolved = get_args(hint)[0]
        yield from _of_field(name, get_args(resolved)[0], _description(hint))


def _of_field(name: str, value: Any, description: str) -> Iterator[FlatColumn]:
    """Yield the columns of a field whose value has this type in the JSON."""

    def column(suffix: str, description: str, *path: str, kind: ColumnKind = ColumnKind.TEXT) -> FlatColumn:
        return FlatColumn(name + suffix, kind, description, ("fields", name, *path))

    inside = list(get_type_hints(value)) if is_typeddict(value) else []
    text = ["text"] if inside else []
    yield column("", description, "value", *text, kind=_kind_of(value))
    yield column("_assurance", f"How sure `{name}` is.", "assurance")
    risk = f"The probability that `{name}` is wrong; nothing where it was not weighed."
    yield column("_risk", risk, "risk", kind=ColumnKind.NUMBER)
    if _LEVELS[0] in inside:
        for level in _LEVELS:
            code = f"The official code of the {level} in `{name}`."
            yield column(f"_{level}_code", code, "value", level, "code")
        for part in (key for key in inside if key not in PlaceDict.__annotations__):
            yield column(f"_{part}", f"The {part} in `{name}`.", "value", part)


def _kind_of(value: Any) -> ColumnKind:
    plain, *keywords = get_args(value) if get_origin(value) is Annotated else [value]
    if any(about.keywords.get("format") == "date" for about in keywords):
        return ColumnKind.DAY
    return ColumnKind.WHOLE if plain is int else ColumnKind.TEXT


def _description(hint: Any) -> str:
    about = [one for one in get_args(hint) if isinstance(one, Keywords)]
    return next(str(one.keywords["description"]) for one in about if "description" in one.keywords)


#: The levels of a place, from the province down.
_LEVELS: Final = [
    key for key, hint in reversed(get_type_hints(PlaceDict).items()) if UnitDict in get_args(hint)
]
#: In the order of a report; before the fields, what was decided.
FLAT_COLUMNS: Final = tuple(_columns())
#: The names of the columns.
NAMES: Final = tuple(column.name for column in FLAT_COLUMNS)
_PATHS: Final = tuple(column.path for column in FLAT_COLUMNS)
