"""Lines of text and the fields in them, as the cases in ``data/cases/lines.toml`` say."""

import tomllib
from typing import Any

import pytest
from support.paths import DATA

from khmerid.layout import adapt_lines
from khmerid.raw_card import TEXT_FIELDS, Line

CASES = tomllib.loads((DATA / "cases" / "lines.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_lines_hold_the_fields_of_their_case(case: dict[str, Any]) -> None:
    card = adapt_lines([Line(text) for text in case["lines"]])
    assert {name: getattr(card, name) for name in TEXT_FIELDS if getattr(card, name) is not None} == case[
        "fields"
    ]
    assert card.mrz == tuple(case["lines"][index] for index in case.get("mrz", []))
