"""What is drawn is valid, what is damaged is never wrong and called sure, and both shrink."""

import datetime as dt
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

import khmerid
from khmerid import Decision, Outcome, RawCard, Report, Td1
from khmerid.rules import expiries_of
from khmerid.testing import CardValues, Specimen, damage, is_specimen_number, make_specimen
from khmerid.testing.strategies import (
    cards,
    damaged,
    damaged_cards,
    khmer_dates,
    khmer_names,
    responses,
    td1_zones,
)

SLOW = settings(suppress_health_check=[HealthCheck.too_slow])
UNITS = ("province", "district", "commune")


def fields_of(report: Report) -> dict[str, Any]:
    fields: Any = report.to_dict()["fields"]
    return dict(fields)


def comparable(name: str, value: Any) -> Any:
    """Return what an assurance speaks of: of a place, the units down to the commune."""
    if name in {"place_of_birth", "address"}:
        return [(value[unit] or {}).get("code") for unit in UNITS]
    return value


def wrong_and_sure(report: Report, specimen: Specimen) -> list[str]:
    truth = specimen.truth
    return [
        name
        for name, field in fields_of(report).items()
        if field["assurance"] in {"confirmed", "protected"}
        and comparable(name, field["value"]) != comparable(name, truth[name])
    ]


@given(cards())
def test_every_card_drawn_is_accepted_with_every_value_as_it_was_generated(specimen: Specimen) -> None:
    for response in (specimen.response(), specimen.lines()):
        report = khmerid.examine(response, today=specimen.today)
        assert report.decision is Decision.ACCEPT
        assert {name: field["value"] for name, field in fields_of(report).items()} == specimen.truth


@given(damaged_cards())
def test_no_damaged_card_has_a_wrong_value_that_is_called_sure(
    drawn: tuple[Specimen, dict[str, Any]],
) -> None:
    specimen, response = drawn
    report = khmerid.examine(response, today=specimen.today)
    assert wrong_and_sure(report, specimen) == []
