"""The schema of the table of reports: the same on every day, and as the page has it."""

import ast
import hashlib
import re

import pyarrow as pa
import pytest
from support.paths import ROOT
from write_arrow_schema import page

from khmerid.arrow import REPORT_SCHEMA, ROW_SCHEMA, SCHEMA_VERSION

PAGE = ROOT / "docs" / "arrow.md"
#: The digest of the columns and types of each version. A new schema is a new version, and gets a line here.
VERSIONS = {1: "8e329ddcf0d22b68", 2: "4ee32d47ed959331"}


def test_the_page_has_the_schema_as_it_is() -> None:
    assert page() == PAGE.read_text("utf-8"), "python docs/write_arrow_schema.py"


def functions(source: str) -> set[str]:
    """Return the text of each function at the top of a module."""
    return {ast.unparse(node) for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}


def test_the_recipes_of_the_page_are_the_examples() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    on_the_page = set().union(*(functions(block) for block in blocks if ">>>" not in block))
    scripts = [path.read_text("utf-8") for path in (ROOT / "examples").glob("with_*.py")]
    over_tables = [script for script in scripts if "khmerid.arrow" in script]
    assert on_the_page == set().union(*map(functions, over_tables))


def test_a_change_of_the_schema_is_a_new_version() -> None:
    types = "\n".join(f"{field.name}: {field.type}" for field in REPORT_SCHEMA)
    assert hashlib.sha256(types.encode()).hexdigest()[:16] == VERSIONS[SCHEMA_VERSION]
    assert max(VERSIONS) == SCHEMA_VERSION


def test_the_schema_names_its_version() -> None:
    assert REPORT_SCHEMA.metadata == {b"khmerid.schema_version": str(SCHEMA_VERSION).encode()}
    assert ROW_SCHEMA.metadata == REPORT_SCHEMA.metadata
    assert ROW_SCHEMA.names == ["id", *REPORT_SCHEMA.names]


def simple_types(kind: pa.DataType) -> set[pa.DataType]:
    if pa.types.is_struct(kind):
        return set().union(*(simple_types(kind.field(place).type) for place in range(kind.num_fields)))
    return simple_types(kind.value_type) if pa.types.is_list(kind) else {kind}


@pytest.mark.parametrize("field", list(REPORT_SCHEMA), ids=lambda field: field.name)
def test_a_column_has_only_types_that_every_engine_takes_and_may_be_null(field: pa.Field) -> None:
    plain = {pa.string(), pa.date32(), pa.int32(), pa.float64(), pa.bool_()}
    assert simple_types(field.type) <= plain
    assert field.nullable
