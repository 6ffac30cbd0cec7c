"""The page of the limits has the numbers of the code."""

import importlib
import json
import re
from typing import Any

import pytest
from corpora import CARDS, FIELDS, HEAVY, SMART, labelled_cards
from slowest import TODAY, calls_of
from support.paths import DATA, ROOT

from khmerid import examine, limits

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


# The slowest cards that were found (fuzz/slowest.py).

SLOWEST = [json.loads(line) for line in (DATA / "cases" / "slowest.jsonl").read_text("utf-8").splitlines()]
#: Calls of functions, which are as many on a slow machine: twice what the worst of them took.
MOST_CALLS = 2_000_000


def test_ten_of_the_slowest_cards_are_kept_each_of_another_card() -> None:
    names = [row["id"] for row in SLOWEST]
    assert len(set(names)) == len(names) == 10
    assert {name.split()[1] for name in names} <= {
        card.id for path in (CARDS, FIELDS, HEAVY, SMART) for card in labelled_cards(path)
    }


@pytest.mark.parametrize("row", SLOWEST, ids=[row["id"] for row in SLOWEST])
def test_the_slowest_cards_take_no_more_work_than_they_did(row: dict[str, Any]) -> None:
    examine(row["response"], today=TODAY)  # which loads what is loaded once
    assert calls_of(row["response"]) < MOST_CALLS
