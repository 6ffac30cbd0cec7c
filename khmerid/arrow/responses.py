"""Cells of a column of responses as rows to be examined, whatever the column's type.

A cell of text or bytes is a row as it stands in a file, or the plain text of an OCR. One with a structure is
made JSON: what is null in a structure is left out, since tables have the keys of all rows in each; days and
times become texts.

>>> column = pa.array([{"id": 17, "response": {"id_number": "010203040", "sex": None}}, None])
>>> [row.content or row.trouble for row in input_rows(column)]
[b'{"id": 17, "response": {"id_number": "010203040"}}', ('no_response', 'the row has no response')]
"""

import base64
import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import pyarrow as pa

from khmerid.answering.input_row import NO_RESPONSE, InputRow, as_row

_DAY_TEXT: Final = len("2019-05-04")
#: What is given as the day of a cell from which none can be taken: it is no day.
_NO_DAY: Final = ""
_WRAPPED: Final = (pa.DictionaryScalar, pa.ExtensionScalar, pa.RunEndEncodedScalar, pa.UnionScalar)
_TEXTS: Final = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
_BYTES: Final = (
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_binary_view,
    pa.types.is_fixed_size_binary,
)
_RESPONSES: Final = (*_TEXTS, *_BYTES, pa.types.is_nested, pa.types.is_null)
_DAYS: Final = (*_TEXTS, pa.types.is_date, pa.types.is_timestamp, pa.types.is_null)


def input_rows(responses: pa.Array, days: pa.Array | None = None) -> Iterator[InputRow]:
    """Yield a row for each cell, with the day that the other column has for it."""
    for number, cell in enumerate(responses, 1):
        yield _input_row(number, cell, None if days is None else _day(days[number - 1]))


def require_responses(field: pa.Field) -> None:
    """Raise ``TypeError`` for a column that no response can be in."""
    kind = _inner(field.type)
    if not _is(kind, _RESPONSES):
        message = f"the column {field.name} has texts, bytes or structures with responses, not {kind}"
        raise TypeError(message)


def require_days(field: pa.Field) -> None:
    """Raise ``TypeError`` for a column that no day can be in."""
    kind = _inner(field.type)
    if not _is(kind, _DAYS):
        message = f"the column {field.name} has days, times or texts such as 2019-05-04, not {kind}"
        raise TypeError(message)


def is_of_bytes(field: pa.Field) -> bool:
    """Return whether a cell of the column may be a picture."""
    return _is(_inner(field.type), _BYTES)


def _inner(kind: pa.DataType) -> pa.DataType:
    """Return the type of the values of a type that is encoded, or an extension of another."""
    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        return _inner(kind.value_type)
    return _inner(kind.storage_type) if isinstance(kind, pa.BaseExtensionType) else kind


def _is(kind: pa.DataType, families: tuple[Callable[[pa.DataType], bool], ...]) -> bool:
    return any(is_of_family(kind) for is_of_family in families)


def _input_row(number: int, cell: pa.Scalar, today: object) -> InputRow:
    content, trouble = b"", None
    try:
        cell = _unwrapped(cell)
        if not cell.is_valid:
            trouble = NO_RESPONSE
        elif isinstance(cell, pa.BinaryScalar):  # or one of its subclasses, which those of text are
            content = as_row(_bytes(cell))
            trouble = None if content.strip() else NO_RESPONSE
        else:
            content = json.dumps(_plain(cell)).encode()
    except UnicodeDecodeError:
        trouble = "not_utf8", "a text in the row is not UTF-8"
    except _TwiceError:
        trouble = "duplicate_key", "an object in the row has a key twice"
    except Exception as error:  # noqa: BLE001 - one cell must not stop the ten million after it
        trouble = "not_json", f"the row has a value that JSON has no form for ({type(error).__name__})"
    return InputRow(number, content, today=today, trouble=trouble)


class _TwiceError(Exception):
    """An object has a key twice."""


def _unwrapped(cell: pa.Scalar) -> pa.Scalar:
    while isinstance(cell, _WRAPPED) and cell.is_valid:
        cell = cell.value
    return cell


def _bytes(cell: pa.BinaryScalar) -> bytes:
    """Return the bytes of a cell; of a text those that it is in UTF-8, or was meant to be."""
    return cell.as_buffer().to_pybytes()  # type: ignore[no-any-return]  # pyarrow has no types


def _plain(cell: pa.Scalar) -> Any:
    """Return a cell as plain data for JSON."""
    cell = _unwrapped(cell)
    if not cell.is_valid:
        return None
    if isinstance(cell, pa.StructScalar):
        keys = [cell.type.field(place).name for place in range(len(cell))]
        return _object(zip(keys, (cell[place] for place in range(len(cell))), strict=True))
    if isinstance(cell, pa.MapScalar):
        return _object((str(_plain(pair[0])), pair[1]) for pair in cell.values)
    if isinstance(cell, pa.ListScalar):
        return [_plain(item) for item in cell.values]
    return _leaf(cell)


def _leaf(cell: pa.Scalar) -> Any:
    kind = cell.type
    if isinstance(cell, pa.BinaryScalar):
        return _text(_bytes(cell), strict=_is(kind, _TEXTS))
    if pa.types.is_interval(kind):
        return str(cell.as_py())
    if pa.types.is_temporal(kind):
        return cell.cast(pa.string()).as_py().replace(" ", "T", 1)
    return float(cell.as_py()) if pa.types.is_decimal(kind) else cell.as_py()


def _text(found: bytes, *, strict: bool) -> str:
    """Return bytes as JSON has them: as text, or where they are none as base64."""
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError:
        if strict:
            raise
        return base64.b64encode(found).decode()


def _object(pairs: Iterable[tuple[str, pa.Scalar]]) -> dict[str, Any]:
    """Return an object without the keys that have nothing."""
    found: dict[str, Any] = {}
    for key, cell in pairs:
        value = _plain(cell)
        if value is None:
            continue
        if key in found:
            raise _TwiceError
        found[key] = value
    return found


def _day(cell: pa.Scalar) -> object:
    """Return the day in a cell as text: of a time the day in the column's own time zone.

    It is cut from the text, because Arrow makes another day of one that is too far away for its days.
    """
    cell = _unwrapped(cell)
    if not cell.is_valid:
        return None
    if isinstance(cell, pa.BinaryScalar):
        return _bytes(cell).decode("utf-8", "replace")
    with contextlib.suppress(pa.ArrowException):  # such as for a time zone that is not known here
        return cell.cast(pa.string()).as_py()[:_DAY_TEXT]
    return _NO_DAY
