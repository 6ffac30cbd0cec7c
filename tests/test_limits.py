"""The page of the limits has the numbers of the code."""

import importlib
import re

import pytest
from support.paths import ROOT

from khmerid import limits

PAGE = (ROOT / "docs" / "limits.md").read_text("utf-8")
ROWS = re.findall(r"^\| ([^|]+) \| ([0-9,]+)( MB| KB)?[^|]* \| `([\w.]+)`( less 1)? \|", PAGE, re.MULTILINE)
UNITS = {"": 1, " KB": 1024, " MB": 1024 * 1024}


@pytest.mark.parametrize(
    ("number", "unit", "name", "less"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_the_page_has_the_number_of_the_code(number: str, unit: str, name: str, less: str) -> None:
    module, _, constant = name.rpartition(".")
    limit = getattr(importlib.import_module(module), constant) - bool(less)
    assert int(number.replace(",", "")) * UNITS[unit] == limit


def test_the_page_has_every_limit_of_a_card_and_no_row_without_a_number() -> None:
    names = {f"khmerid.limits.{name}" for name in vars(limits) if name.isupper()}
    assert names <= {row[3] for row in ROWS}
    assert len(ROWS) == len(re.findall(r"^\| [^|]+ \|[^|]+\| `khmerid", PAGE, re.MULTILINE))
