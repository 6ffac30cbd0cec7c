"""The checks: four outcomes, and nothing changed by any of them."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cards import CLEAN, LOWER, UPPER, changed, read

from khmerid.card import Card, read_card
from khmerid.checks.crosscheck import (
    Check,
    Rule,
    compare_issuer,
    compare_names_of_zones,
    compare_values,
    cross_check,
)
from khmerid.checks.name_line import compare_name_line
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.raw_card import RawCard
from khmerid.reading import Reading
from khmerid.testing import make_specimen

AGREES, CONFLICTS, UNDECIDED = Outcome.AGREES, Outcome.CONFLICTS, Outcome.UNDECIDED


def checks_of(card: Card) -> tuple[Check, ...]:
    name_line = compare_name_line(card.name_latin.value or "", card.mrz.name_line)
    return cross_check(card, compare_names_of_zones(card, name_line))


def outcomes(raw: RawCard) -> dict[Rule, Outcome]:
    return {check.rule: check.outcome for check in checks_of(read(raw))}


@given(st.integers(0, 300))
def test_every_check_of_a_card_without_a_fault_agrees(seed: int) -> None:
    specimen = make_specimen(seed=seed)
    card = read_card(specimen.card, latest_issue=specimen.today)
    checks = checks_of(card)
    assert [check.rule for check in checks] == [rule for rule in Rule if rule is not Rule.PICTURES]
    assert {check.outcome for check in checks} <= {AGREES, Outcome.COMPATIBLE}


def test_nothing_is_compared_on_an_empty_card() -> None:
    assert set(outcomes(RawCard()).values()) == {UNDECIDED}


@pytest.mark.parametrize(
    ("change", "conflicting"),
    [
        ({"document_number": "010203041"}, {Rule.NUMBER_ZONES}),
        ({"date_of_birth": "១៦.០៣.១៩៩០"}, {Rule.BIRTH_ZONES}),
        ({"date_of_birth": "១៥.០៣.១៨៩០"}, {Rule.BIRTH_ZONES}),
        ({"sex": "ប្រុស"}, {Rule.SEX_ZONES}),
        ({"date_of_expiry": "៣០.១២.២០២៩"}, {Rule.EXPIRY_ZONES, Rule.TEN_YEARS}),
        ({"date_of_issue": "០២.០១.២០២០"}, {Rule.TEN_YEARS}),
        ({"name_latin": "SOM SOPHEA"}, {Rule.NAME_ZONES}),
        (
            {"date_of_birth": "១៥.០៣.២០០៥", "middle": "0503154F2912316KHM<<<<<<<<<<<8"},
            {Rule.FIFTEEN_YEARS, Rule.BIRTH_ZONES},  # the zone can only mean 1905
        ),
        (
            {"upper": "IDKHM0102030412<<<<<<<<<<<<<<<"},
            {Rule.NUMBER_CHECK_DIGIT, Rule.COMPOSITE_CHECK_DIGIT, Rule.NUMBER_ZONES},
        ),
        ({"middle": "9003152F2912316KHM<<<<<<<<<<<5"}, {Rule.COMPOSITE_CHECK_DIGIT}),
        (
            {"middle": "9003152F2912316THA<<<<<<<<<<<4", "upper": "IDTHA0102030402<<<<<<<<<<<<<<<"},
            {Rule.ISSUER},
        ),
    ],
)
def test_what_does_not_fit_is_a_conflict(change: dict[str, Any], conflicting: set[Rule]) -> None:
    found = outcomes(changed(**change))
    assert {rule for rule, outcome in found.items() if outcome is CONFLICTS} == conflicting


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"document_number": None}, Rule.NUMBER_ZONES),
        ({"document_number": "O10203040"}, Rule.NUMBER_ZONES),
        ({"upper": "IDKHMO102O3O402<<<<<<<<<<<<<<<"}, Rule.NUMBER_ZONES),
        ({"date_of_birth": None}, Rule.BIRTH_ZONES),
        ({"date_of_birth": "១៦.០៣.១៩៩0"}, Rule.BIRTH_ZONES),
        ({"middle": "9OO3I52F2912316KHM<<<<<<<<<<<4"}, Rule.BIRTH_ZONES),
        ({"sex": "??"}, Rule.SEX_ZONES),
        ({"middle": "9003152<2912316KHM<<<<<<<<<<<4"}, Rule.SEX_ZONES),
        ({"date_of_issue": None}, Rule.TEN_YEARS),
        ({"date_of_issue": None}, Rule.FIFTEEN_YEARS),
        ({"name_latin": None}, Rule.NAME_ZONES),
        ({"upper": "1DWKH0102030402<<<<<<<<<<<<<<<"}, Rule.ISSUER),
    ],
)
def test_what_cannot_be_compared_is_undecided(change: dict[str, Any], rule: Rule) -> None:
    assert outcomes(changed(**change))[rule] is UNDECIDED


def test_an_impossible_day_that_differs_from_an_exact_zone_is_a_conflict() -> None:
    assert outcomes(changed(date_of_birth="៣១.០២.១៩៩០"))[Rule.BIRTH_ZONES] is CONFLICTS
    damaged = changed(date_of_birth="៣១.០២.១៩៩០", lower="SOK«SOPHEA")
    assert outcomes(damaged)[Rule.BIRTH_ZONES] is UNDECIDED


def test_an_impossible_day_in_both_zones_agrees_and_is_no_value() -> None:
    raw = changed(date_of_birth="៣១.០២.១៩៩០", middle="9002316F2912316KHM<<<<<<<<<<<4")
    assert outcomes(raw)[Rule.BIRTH_ZONES] is AGREES
    assert read(raw).date_of_birth.value is None


def test_numbers_that_differ_conflict_in_an_exact_zone_even_where_its_digit_fails() -> None:
    raw = changed(upper="IDKHM0102030492<<<<<<<<<<<<<<<")
    assert outcomes(raw)[Rule.NUMBER_ZONES] is CONFLICTS
    damaged = changed(upper="IDKHM0102030492<<<<<<<<<<<<<<<", lower="SOK«SOPHEA")
    assert outcomes(damaged)[Rule.NUMBER_ZONES] is UNDECIDED


def test_the_ten_years_hold_for_either_expiry_alone() -> None:
    assert outcomes(changed(date_of_expiry=None))[Rule.TEN_YEARS] is AGREES
    no_zone = RawCard(date_of_issue=CLEAN.date_of_issue, date_of_expiry=CLEAN.date_of_expiry)
    assert outcomes(no_zone)[Rule.TEN_YEARS] is AGREES
    assert outcomes(RawCard(date_of_issue=CLEAN.date_of_issue))[Rule.TEN_YEARS] is UNDECIDED


def test_a_doubtful_reading_is_not_compared() -> None:
    sure, unsure = Reading("1", 1), Reading("2", 2, (Note(Code.MIXED_DIGITS),))
    assert compare_values(sure, Reading("1", 1)) is AGREES
    assert compare_values(sure, Reading("2", 2)) is CONFLICTS
    assert compare_values(sure, unsure) is UNDECIDED
    assert compare_values(unsure, sure) is UNDECIDED
    assert compare_values(sure, Reading(None, None, (Note(Code.MISSING),))) is UNDECIDED


@pytest.mark.parametrize(
    ("head", "nationality", "outcome"),
    [
        ("IDKHM", "KHM", AGREES),
        ("IDTHA", "THA", CONFLICTS),
        ("IDKHM", "THA", UNDECIDED),
        ("IDTHA", "KHM", UNDECIDED),
        ("IDKHN", "KHN", UNDECIDED),
        ("", "KHM", UNDECIDED),
    ],
)
def test_an_issuer_conflicts_only_where_both_codes_are_another_s(
    head: str, nationality: str, outcome: Outcome
) -> None:
    assert compare_issuer(head, nationality) is outcome


def test_a_rule_is_printed_as_json_names_it() -> None:
    assert str(Rule.TEN_YEARS) == "validity.ten_years"
    assert str(Rule.NAME_ZONES) == "name.zones"


@pytest.mark.parametrize(("birth", "outcome"), [("០១.០១.២០០៥", AGREES), ("០២.០១.២០០៥", CONFLICTS)])
def test_a_holder_may_have_turned_fifteen_on_the_day_of_issue(birth: str, outcome: Outcome) -> None:
    card = read(RawCard(date_of_birth=birth, date_of_issue="០១.០១.២០២០"))
    assert {check.rule: check.outcome for check in checks_of(card)}[Rule.FIFTEEN_YEARS] is outcome


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        (CLEAN, AGREES),
        (RawCard(), UNDECIDED),
        (RawCard(sex="ស្រី"), AGREES),
        (RawCard(sex="ប្រុស"), CONFLICTS),
        (RawCard(sex="ប្រ"), UNDECIDED),  # not well formed
        (RawCard(document_number="010203041"), CONFLICTS),
        (RawCard(date_of_birth="១៦.០៣.១៩៩០"), CONFLICTS),
        (RawCard(date_of_expiry="៣០.១២.២០២៩"), CONFLICTS),
        (RawCard(date_of_issue="០២.០១.២០២០"), UNDECIDED),  # it is not critical
        (RawCard(mrz=(UPPER, "9003152M2912316KHM<<<<<<<<<<<4", LOWER)), CONFLICTS),
    ],
)
def test_pictures_of_one_card_have_the_same_critical_values(other: RawCard, outcome: Outcome) -> None:
    card = read(CLEAN)
    checks = checks_of(attrs.evolve(card, pictures=(card, read(other))))
    assert checks[-1] == Check(Rule.PICTURES, outcome)
    assert [check.rule for check in checks] == list(Rule)
