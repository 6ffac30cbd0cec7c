"""Write the schema of the table of reports into ``docs/arrow.md``: ``python docs/write_arrow_schema.py``."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa

from khmerid.answering.flat_columns import FLAT_COLUMNS
from khmerid.arrow.schema import REPORT_SCHEMA, REST, SCHEMA_VERSION, arrow_type
from khmerid.report.report_dict import AddressDict, FormerDict, MarksDict, PartsDict, PlaceDict, UnitDict

PAGE: Final = Path(__file__).resolve().parent / "arrow.md"
_WRITTEN: Final = re.compile(
    r"(?<=<!-- written by write_arrow_schema\.py -->\n).*?(?=<!-- end -->)", re.DOTALL
)
#: The structs that stand in several places, under names of their own.
_NAMED: Final = {
    arrow_type(kind): kind.__name__.removesuffix("Dict").upper()
    for kind in (PlaceDict, AddressDict, MarksDict, PartsDict, UnitDict, FormerDict)
}


def page() -> str:
    """Return the text of the page with the schema as it is now."""
    flat = [
        f"| `{column.name}` | {_told(REPORT_SCHEMA.field(column.name).type)} | {column.description} |"
        for column in FLAT_COLUMNS
    ]
    lines = [f"Version {SCHEMA_VERSION}.", "", "| column | type | |", "|---|---|---|", *flat, "", "```"]
    for name, kind in REST.items():
        lines += _lines(name, kind)
    lines += ["", *(f"{name}: {_told(kind, named=False)}" for kind, name in _NAMED.items())]
    return _WRITTEN.sub("\n".join([*lines, "```", ""]), PAGE.read_text("utf-8"))


def _lines(name: str, kind: pa.DataType) -> Iterator[str]:
    """Yield a column, and each field of what the fields have besides."""
    if name != "details":
        yield f"{name}: {_told(kind)}"
        return
    yield f"{name}: struct of"
    for place in range(kind.num_fields):
        field = kind.field(place)
        yield f"    {field.name}: {_told(field.type)}"


def _told(kind: pa.DataType, *, named: bool = True) -> str:
    if named and kind in _NAMED:
        return _NAMED[kind]
    if pa.types.is_struct(kind):
        fields = [kind.field(place) for place in range(kind.num_fields)]
        return f"struct<{', '.join(f'{field.name}: {_told(field.type)}' for field in fields)}>"
    return f"list<{_told(kind.value_type)}>" if pa.types.is_list(kind) else str(kind)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
