"""What is made of the sights of one value, case by case."""

from typing import Any

import attrs
import pytest
from support.cards import CLEAN, TODAY
from support.cases import load_cases

from khmerid.examination import examine_card


@pytest.mark.parametrize("case", load_cases("resolve"))
def test_a_case_of_two_zones(case: dict[str, Any]) -> None:
    printed: dict[str, Any] = {name: text or None for name, text in case.get("printed", {}).items()}
    card = attrs.evolve(CLEAN, **printed, mrz=tuple(case.get("mrz", CLEAN.mrz)))
    today = case.get("today", TODAY)
    report = examine_card(card, today=today).to_dict()
    fields: Any = report["fields"]
    found = fields[case["field"]]
    assert (found["value"], found["assurance"]) == (case.get("value"), case["assurance"])
    assert report["decision"] == case["decision"]
    assert case.get("candidates", found.get("candidates")) == found.get("candidates")
    assert case.get("codes", found["notes"]) == found["notes"]
