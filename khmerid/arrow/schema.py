"""The schema of the table of reports: the flat columns, then what else a report has, as its JSON has it.

It is made from the columns' kinds and from the types of the JSON. All columns may be null, and there are no
dictionaries or views in it, which some engines do not take.

>>> REPORT_SCHEMA.field("date_of_birth").type, REPORT_SCHEMA.field("error").type
(DataType(date32[day]), StructType(struct<code: string, message: string, retry: string>))
>>> REPORT_SCHEMA.metadata
{b'khmerid.schema_version': b'2'}
"""

import types
from typing import Annotated, Any, Final, Literal, NotRequired, get_args, get_origin

import pyarrow as pa
from typing_extensions import get_type_hints, is_typeddict

from khmerid.answering.flat_columns import FLAT_COLUMNS, ColumnKind
from khmerid.report.report_dict import ErrorDict, FieldsDict, ReportDict

#: Raised with every change of the schema.
SCHEMA_VERSION: Final = 2
TYPES: Final = {
    ColumnKind.TEXT: pa.string(),
    ColumnKind.TEXTS: pa.list_(pa.string()),
    ColumnKind.DAY: pa.date32(),
    ColumnKind.WHOLE: pa.int32(),
    ColumnKind.NUMBER: pa.float64(),
}
_SIMPLE: Final = {str: pa.string(), int: pa.int32(), float: pa.float64(), bool: pa.bool_()}


def arrow_type(kind: Any) -> pa.DataType:
    """Return the Arrow type of a type of the report's JSON.

    >>> arrow_type(list[int] | None)
    ListType(list<item: int32>)
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if is_typeddict(kind):
        return pa.struct([(key, arrow_type(hint)) for key, hint in get_type_hints(kind).items()])
    if origin is list:
        return pa.list_(arrow_type(arguments[0]))
    if origin in {Annotated, NotRequired}:
        return arrow_type(arguments[0])
    if origin is Literal:
        return pa.string()
    if arguments:  # a union with None
        return arrow_type(next(part for part in arguments if part is not types.NoneType))
    return _SIMPLE[kind]


def _details() -> pa.DataType:
    """Return the type of what each field has besides its flat columns."""
    fields = get_type_hints(FieldsDict).items()
    return pa.struct([(name, _detail(get_origin(hint), *get_args(hint))) for name, hint in fields])


def _detail(resolved: Any, value: Any) -> pa.DataType:
    """Return the type of a field's details.

    A value is among them where it is more than a text or a number, its parts where it is a place.
    """
    inside = get_type_hints(value) if is_typeddict(value) else {}
    without = {
        "assurance",
        "risk",
        *([] if inside else ["value"]),
        *([] if "province" in inside else ["parts"]),
    }
    hints = get_type_hints(resolved, include_extras=True)
    left = {key: hint for key, hint in hints.items() if key not in without}
    filled = {key: hint[value] if getattr(hint, "__parameters__", ()) else hint for key, hint in left.items()}
    return pa.struct([(key, arrow_type(hint)) for key, hint in filled.items()])


def _rest() -> dict[str, pa.DataType]:
    hints = get_type_hints(ReportDict)
    nested = {name: arrow_type(hints[name]) for name in ("checks", "findings", "image", "policy", "profile")}
    return {
        "details": _details(),
        **nested,
        "ledger": pa.string(),
        "review": arrow_type(hints["review"]),
        "error": arrow_type(ErrorDict),
    }


#: The columns after the flat ones.
REST: Final = _rest()
#: The schema of what comes out for each row that goes in.
REPORT_SCHEMA: Final = pa.schema(
    [*((column.name, TYPES[column.kind]) for column in FLAT_COLUMNS), *REST.items()],
    metadata={"khmerid.schema_version": str(SCHEMA_VERSION)},
)
#: The same with the row's own name before it.
ROW_SCHEMA: Final = REPORT_SCHEMA.insert(0, pa.field("id", pa.string()))
