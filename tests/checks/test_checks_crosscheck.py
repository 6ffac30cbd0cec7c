"""The checks: four outcomes, and nothing changed by any of them."""

import datetime as dt
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
    compare_dates,
    compare_issuer,
    compare_names_of_zones,
    compare_numbers,
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


# Each comparison by itself


DAY, OTHER_DAY = dt.date(1990, 3, 15), dt.date(1990, 3, 16)
DOUBT = (Note(Code.MIXED_DIGITS),)


def day(value: dt.date | None, raw: str | None = None, *, doubtful: bool = False) -> Reading[dt.date]:
    notes = DOUBT if doubtful else () if value else (Note(Code.NO_SUCH_DAY),)
    return Reading(raw or (f"{value:%d.%m.%Y}" if value else raw), value, notes)


@pytest.mark.parametrize(
    ("printed", "in_mrz", "inexact", "exact"),
    [
        (day(DAY), day(DAY), AGREES, AGREES),
        (day(DAY), day(OTHER_DAY), CONFLICTS, CONFLICTS),
        (day(DAY, doubtful=True), day(DAY), AGREES, AGREES),
        (day(DAY, doubtful=True), day(OTHER_DAY), UNDECIDED, UNDECIDED),
        # An exact MRZ is compared although its digit is not the day's, or it has no day.
        (day(DAY), day(DAY, doubtful=True), UNDECIDED, AGREES),
        (day(DAY), day(OTHER_DAY, doubtful=True), UNDECIDED, CONFLICTS),
        (day(DAY), day(None, "9003152"), UNDECIDED, AGREES),
        (day(DAY), day(None, "9002312"), UNDECIDED, CONFLICTS),
        (day(DAY), day(None, "90O3152"), UNDECIDED, UNDECIDED),
        (day(DAY), day(None), UNDECIDED, UNDECIDED),
        # So is a print that has no day, by its numerals.
        (day(None, "៣១.០២.១៩៩០"), day(None, "9002316"), UNDECIDED, AGREES),
        (day(None, " ៣១-០២. ១៩៩០ "), day(None, "9002316"), UNDECIDED, AGREES),
        (day(None, "៣១.០២.១៩៩០"), day(DAY), UNDECIDED, CONFLICTS),
        (day(None, "១៥.០៣.១៨៩០"), day(DAY), UNDECIDED, CONFLICTS),  # in another century
        (day(None, "៣១.០២.១៩៩០"), day(None, "9002326"), UNDECIDED, CONFLICTS),
        (day(None, "31.02.1990"), day(None, "9002316"), UNDECIDED, UNDECIDED),  # no Khmer numerals
        (day(None, "៣១០២១៩៩០"), day(None, "9002316"), UNDECIDED, UNDECIDED),
        (day(None, "?១.០២.១៩៩០"), day(None, "9002316"), UNDECIDED, UNDECIDED),
        (day(None), day(DAY), UNDECIDED, UNDECIDED),
    ],
)
def test_dates_are_compared_by_their_numerals_where_the_mrz_is_exact(
    printed: Reading[dt.date], in_mrz: Reading[dt.date], inexact: Outcome, exact: Outcome
) -> None:
    assert compare_dates(printed, in_mrz, is_exact=False) is inexact
    assert compare_dates(printed, in_mrz, is_exact=True) is exact


@pytest.mark.parametrize(
    ("printed", "in_mrz", "inexact", "exact"),
    [
        (Reading("1", "1"), Reading("1", "1"), AGREES, AGREES),
        (Reading("1", "1"), Reading("2", "2"), CONFLICTS, CONFLICTS),
        (Reading("1", "1"), Reading("1", "1", DOUBT), AGREES, AGREES),
        (Reading("1", "1"), Reading("2", "2", DOUBT), UNDECIDED, CONFLICTS),
        (Reading("1", "1", DOUBT), Reading("2", "2"), UNDECIDED, UNDECIDED),
        (Reading("1", "1"), Reading("2", None, (Note(Code.MISSING),)), UNDECIDED, UNDECIDED),
    ],
)
def test_numbers_that_differ_conflict_where_the_mrz_is_exact_or_its_own_is_proven(
    printed: Reading[str], in_mrz: Reading[str], inexact: Outcome, exact: Outcome
) -> None:
    mrz = attrs.evolve(read(CLEAN).mrz, document_number=in_mrz)
    assert compare_numbers(printed, attrs.evolve(mrz, is_exact=False)) is inexact
    assert compare_numbers(printed, attrs.evolve(mrz, is_exact=True)) is exact


def test_each_rule_has_its_own_comparison() -> None:
    """An MRZ that is not as printed is compared element by element."""
    card = read(CLEAN)
    mrz = attrs.evolve(
        card.mrz,
        is_as_printed=False,
        document_number_check=CONFLICTS,
        date_of_birth_check=UNDECIDED,
        date_of_expiry_check=Outcome.COMPATIBLE,
        composite=CONFLICTS,
        date_of_birth=Reading("9003162", OTHER_DAY),
    )
    found = {check.rule: check.outcome for check in cross_check(attrs.evolve(card, mrz=mrz), UNDECIDED)}
    assert found == {
        Rule.NUMBER_CHECK_DIGIT: CONFLICTS,
        Rule.BIRTH_CHECK_DIGIT: UNDECIDED,
        Rule.EXPIRY_CHECK_DIGIT: Outcome.COMPATIBLE,
        Rule.COMPOSITE_CHECK_DIGIT: CONFLICTS,
        Rule.ISSUER: AGREES,
        Rule.NUMBER_ZONES: AGREES,
        Rule.BIRTH_ZONES: CONFLICTS,
        Rule.SEX_ZONES: AGREES,
        Rule.EXPIRY_ZONES: AGREES,
        Rule.NAME_ZONES: UNDECIDED,
        Rule.TEN_YEARS: AGREES,
        Rule.FIFTEEN_YEARS: AGREES,
    }
    damaged = attrs.evolve(mrz, is_exact=False, date_of_birth=Reading("9003162", OTHER_DAY, DOUBT))
    found = {check.rule: check.outcome for check in cross_check(attrs.evolve(card, mrz=damaged), AGREES)}
    assert (found[Rule.BIRTH_ZONES], found[Rule.NAME_ZONES]) == (UNDECIDED, AGREES)
    exact = attrs.evolve(damaged, is_exact=True)
    found = {check.rule: check.outcome for check in cross_check(attrs.evolve(card, mrz=exact), AGREES)}
    assert found[Rule.BIRTH_ZONES] is CONFLICTS
    late = attrs.evolve(exact, date_of_expiry=Reading("2912326", OTHER_DAY, DOUBT))
    found = {check.rule: check.outcome for check in cross_check(attrs.evolve(card, mrz=late), AGREES)}
    assert found[Rule.EXPIRY_ZONES] is CONFLICTS


@pytest.mark.parametrize(
    ("line", "outcome", "found"),
    [
        ("KE0<<D#RA<<<<<<<<<<K<<<<<<<<<<", UNDECIDED, CONFLICTS),
        ("KE0<<D#RA<<<<<<<<<<K<<<<<<<<<<", Outcome.COMPATIBLE, CONFLICTS),
        ("KE0<<D#RA<<<<<<<<<<K<<<<<<<<<<", AGREES, AGREES),
        (LOWER, UNDECIDED, UNDECIDED),
        (LOWER, Outcome.COMPATIBLE, Outcome.COMPATIBLE),
        (LOWER, CONFLICTS, CONFLICTS),
    ],
)
def test_a_damaged_line_may_be_that_of_another_name(line: str, outcome: Outcome, found: Outcome) -> None:
    card = read(CLEAN)
    of_line = attrs.evolve(compare_name_line("SOK SOPHEA", LOWER), outcome=outcome)
    damaged = attrs.evolve(card, mrz=attrs.evolve(card.mrz, name_line=line))
    assert compare_names_of_zones(damaged, of_line) is found


@pytest.mark.parametrize(
    ("head", "nationality", "outcome"),
    [
        ("IDKHM", "KHN", UNDECIDED),
        ("XDKHM", "KHM", UNDECIDED),
        ("IDTHA", "VNM", CONFLICTS),
        ("IDTHAX", "THA", UNDECIDED),
        ("IDTHA", "THX", UNDECIDED),
    ],
)
def test_what_the_codes_say_of_the_issuer(head: str, nationality: str, outcome: Outcome) -> None:
    assert compare_issuer(head, nationality) is outcome
