"""What is drawn is valid, what is damaged is never wrong and called sure, and both shrink.

Once a night: ``pytest tests/testing --hypothesis-profile=nightly``, with 10,000 examples.
"""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

import khmerid
from khmerid import Decision, RawCard, Report, Td1, parse_td1, read_date, read_name_khmer
from khmerid.testing import CardValues, Specimen, is_specimen_number, make_specimen
from khmerid.testing.damage import slots_of
from khmerid.testing.strategies import (
    cards,
    damaged,
    damaged_cards,
    khmer_dates,
    khmer_names,
    responses,
    td1_lines,
)

MANY = settings(
    max_examples=max(300, settings().max_examples),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
UNITS = ("province", "district", "commune")


def fields_of(report: Report) -> dict[str, Any]:
    fields: Any = report.to_dict()["fields"]
    return dict(fields)


def comparable(name: str, value: Any) -> Any:
    """Return what an assurance speaks of: of a place, the units down to the commune."""
    if name in {"place_of_birth", "address"}:
        return [(value[unit] or {}).get("code") for unit in UNITS]
    return value


def wrong_and_sure(report: Report, specimen: Specimen) -> set[str]:
    truth = specimen.truth
    return {
        name
        for name, field in fields_of(report).items()
        if field["assurance"] in {"confirmed", "protected"}
        and comparable(name, field["value"]) != comparable(name, truth[name])
    }


@MANY
@given(cards())
def test_every_card_drawn_is_accepted_with_every_value_as_it_was_generated(specimen: Specimen) -> None:
    for response in (specimen.response(), specimen.lines()):
        report = khmerid.examine(response, today=specimen.today)
        assert report.decision is Decision.ACCEPT
        assert {name: field["value"] for name, field in fields_of(report).items()} == specimen.truth


@MANY
@given(damaged_cards())
def test_no_damaged_card_has_a_wrong_value_that_is_called_sure(
    drawn: tuple[Specimen, dict[str, Any]],
) -> None:
    specimen, response = drawn
    report = khmerid.examine(response, today=specimen.today)
    assert wrong_and_sure(report, specimen) == set()


@pytest.mark.parametrize(
    ("surname", "given_names", "read"),
    [
        ("SOK", "KOSAL", "SOK OSAL"),
        ("LONG", "DARA", "LON DARA"),
        ("PROM", "DARA", "PR OM DARA"),
    ],
)
def test_a_printed_name_that_lost_a_letter_is_not_sure(surname: str, given_names: str, read: str) -> None:
    specimen = make_specimen(surname=surname, given_names=given_names)
    response = specimen.response()
    response["result"]["name_en"] = read
    assert wrong_and_sure(khmerid.examine(response, today=specimen.today), specimen) == set()


def test_two_days_that_the_rule_allows_are_a_conflict() -> None:
    specimen = make_specimen(date_of_issue="2020-02-29", date_of_expiry="2030-02-27")
    response = specimen.response()
    response["result"]["expiry_date"] = "២៨.០២.២០៣០"
    assert wrong_and_sure(khmerid.examine(response, today=specimen.today), specimen) == set()


@pytest.mark.parametrize(
    ("surname", "given_names", "read"),
    [
        ("LONG", "THEARY", "LON6 THEARY"),
        ("VANN", "BORA", "VANN BOR#"),
        ("SOK", "PISEY", "SOK PISE."),
    ],
)
def test_a_printed_name_with_a_sign_for_a_letter_is_not_sure(
    surname: str, given_names: str, read: str
) -> None:
    """Found by `damage`: a sign that is no letter is left out, and a filler of the MRZ is a letter."""
    specimen = make_specimen(surname=surname, given_names=given_names)
    response = specimen.response()
    response["result"] |= {"name_en": read, "machine_code3": f"{specimen.mrz[2][:-3]}K<<"}
    assert wrong_and_sure(khmerid.examine(response, today=specimen.today), specimen) == set()


def test_the_other_day_at_the_end_of_february_is_not_ruled_out() -> None:
    """Found by `damage`: a letter in the last numeral, the check digit and the composite's place as read."""
    specimen = make_specimen(date_of_issue="2022-03-01", date_of_expiry="2032-02-28")
    response = specimen.response()
    middle = specimen.mrz[1]
    response["result"] |= {"expiry_date": "", "machine_code2": f"{middle[:13]}E{middle[14:29]}K"}
    assert wrong_and_sure(khmerid.examine(response, today=specimen.today), specimen) == set()


def test_somebody_of_a_hundred_years_is_not_made_a_youth() -> None:
    """Found by `damage`: no date is printed that could be read, and one numeral of the expiry is a letter."""
    today = dt.date(2022, 8, 3)
    specimen = make_specimen(date_of_birth="1902-10-18", date_of_issue="2014-07-16", today=today)
    response = specimen.response()
    middle = specimen.mrz[1]
    response["result"] |= {"birth_date": "", "issue_date": "", "expiry_date": ""}
    response["result"]["machine_code2"] = f"{middle[:12]}Z{middle[13:]}"
    assert wrong_and_sure(khmerid.examine(response, today=specimen.today), specimen) == set()


@given(responses(today=dt.date(2024, 5, 5)))
def test_responses_are_the_services_answers_with_any_switch(response: dict[str, Any]) -> None:
    report = khmerid.examine(response, today=dt.date(2024, 5, 5))
    assert report.decision is Decision.ACCEPT


@given(st.data())
def test_damage_to_any_response_keeps_its_shape(data: st.DataObject) -> None:
    response = data.draw(responses(sex="M"))
    faulty = data.draw(damaged(st.just(response)))
    assert faulty["result"].keys() == response["result"].keys()
    assert [slot.key for slot in slots_of(faulty)] == [slot.key for slot in slots_of(response)]


@given(td1_lines())
def test_mrzs_are_valid(lines: tuple[str, str, str]) -> None:
    td1 = parse_td1(lines).value
    assert td1 is not None
    assert td1.verified
    assert is_specimen_number(td1.document_number)


@given(khmer_dates(), khmer_names())
def test_dates_and_names_are_as_the_card_prints_them(date: str, name: str) -> None:
    assert read_date(date).value is not None
    assert read_name_khmer(name).value == name


@pytest.mark.parametrize("kind", [Specimen, CardValues, RawCard, Td1])
def test_the_types_are_registered(kind: type) -> None:
    drawn = find(st.from_type(kind), lambda _: True)
    assert isinstance(drawn, kind)


def test_a_card_shrinks_to_the_simplest_one() -> None:
    specimen = find(cards(), lambda card: card.values.height_cm >= 180)
    values = specimen.values
    assert (values.height_cm, values.surname, values.given_names) == (180, "SOK", "SOPHEA")
    assert (values.address.house, values.address.street, values.address.group) == (None, None, None)
    assert values.date_of_issue == dt.date(2012, 6, 1)


def test_damage_shrinks_to_one_fault() -> None:
    response = make_specimen().response()
    faulty = find(damaged(st.just(response)), lambda drawn: drawn != response)
    assert (
        sum(one.text != other.text for one, other in zip(slots_of(faulty), slots_of(response), strict=True))
        == 1
    )
