"""The MRZ as readings: what is well formed, and what is kept as the text that was there."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cards import LOWER, MIDDLE, TODAY, UPPER, changed, read

from khmerid.card_mrz import CardMrz, composite_outcome, read_card_mrz
from khmerid.fields.sex import Sex
from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Status
from khmerid.outcome import Outcome
from khmerid.recovery.issuers import CAMBODIA
from khmerid.recovery.recover import align_td1
from khmerid.testing import make_specimen

AGREES, CONFLICTS, UNDECIDED = Outcome.AGREES, Outcome.CONFLICTS, Outcome.UNDECIDED


def mrz(*, upper: str = UPPER, middle: str = MIDDLE, lower: str = LOWER) -> CardMrz:
    return read(changed(upper=upper, middle=middle, lower=lower)).mrz


@given(st.integers(0, 500))
def test_an_mrz_without_a_fault_gives_the_values_of_the_card(seed: int) -> None:
    specimen = make_specimen(seed=seed)
    values = specimen.values
    found = read_card_mrz(align_td1(specimen.mrz, CAMBODIA), latest_issue=specimen.today)
    assert found.document_number.value == values.document_number
    assert (found.date_of_birth.value, found.date_of_expiry.value) == (
        values.date_of_birth,
        values.date_of_expiry,
    )
    assert (found.sex.value, found.surname.value) == (values.sex, values.surname)
    assert (found.is_exact, found.composite) == (True, AGREES)


@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_lines_are_an_mrz_with_a_status_for_each_element(lines: list[str]) -> None:
    found = read_card_mrz(align_td1(lines, CAMBODIA), latest_issue=TODAY)
    assert all(
        (reading.value is None) == (reading.status >= Status.REJECTED)
        for reading in (
            found.document_number,
            found.date_of_birth,
            found.sex,
            found.date_of_expiry,
            found.surname,
        )
    )


def test_no_mrz_is_one_of_absent_elements() -> None:
    found = read_card_mrz(align_td1((), CAMBODIA), latest_issue=TODAY)
    assert [note.code for note in found.document_number.notes] == [Code.MISSING]
    assert [note.code for note in found.date_of_birth.notes] == [Code.MISSING]
    assert [note.code for note in found.sex.notes] == [Code.MISSING]
    assert (found.is_exact, found.composite) == (False, UNDECIDED)


def test_an_element_with_a_letter_is_kept_as_the_text_that_was_there() -> None:
    found = mrz(middle="9OO3I52F2912316KHM<<<<<<<<<<<4")
    assert (found.date_of_birth.raw, found.date_of_birth.value) == ("9OO3I52", None)
    assert found.date_of_birth_check is UNDECIDED
    assert found.date_of_expiry.status is Status.CLEAN


def test_numerals_with_another_check_digit_are_read_with_a_doubt() -> None:
    found = mrz(middle="9003162F2912316KHM<<<<<<<<<<<4")
    assert found.date_of_birth.value == dt.date(1990, 3, 16)
    assert [note.code for note in found.date_of_birth.notes][-1] is Code.MRZ_DIGIT_AGAINST
    assert not found.date_of_birth.is_well_formed
    assert (found.date_of_birth_check, found.composite) == (CONFLICTS, CONFLICTS)


def test_a_check_digit_that_is_a_letter_leaves_a_doubt() -> None:
    found = mrz(middle="900315KF2912316KHM<<<<<<<<<<<4")
    assert [note.code for note in found.date_of_birth.notes][-1] is Code.MRZ_DIGIT_UNREADABLE
    assert (found.date_of_birth_check, found.composite) == (UNDECIDED, UNDECIDED)


def test_a_numeral_too_many_before_the_sex_is_the_birth_s() -> None:
    found = mrz(middle="90031522F2912316KHM<<<<<<<<<<4")
    assert found.date_of_birth.raw == "90031522"
    assert (found.sex.value, found.date_of_expiry.value) == (Sex.F, dt.date(2029, 12, 31))


@pytest.mark.parametrize(
    ("after", "is_numeral"), [("4", True), ("៤", True), ("\u0664", False), ("\U00010d44", False)]
)
def test_a_digit_of_another_script_behind_the_number_is_none_of_its_numerals(
    after: str, *, is_numeral: bool
) -> None:
    """U+10D44 is a digit since Unicode 16, which not every Python has."""
    number = mrz(upper=UPPER[:15] + after + UPPER[16:]).document_number
    assert number.raw == "0102030402" + (after if is_numeral else "")


def test_seven_numerals_behind_a_misread_sex_are_the_expiry() -> None:
    found = mrz(middle="9003152||2912316KHM<<<<<<<<<<4")
    assert found.sex.value is None
    assert found.date_of_expiry.value == dt.date(2029, 12, 31)


def test_a_sex_that_is_lost_among_numerals_is_not_guessed() -> None:
    found = mrz(middle="900315229I2316KHM<<<<<<<<<<<<4")
    assert found.sex.value is None


def test_the_number_of_a_line_without_its_head_is_what_stands_before_the_fillers() -> None:
    found = mrz(upper="1DWKH0102030402<<<<<<<<<<<<<<<")
    assert (found.head, found.document_number.value) == ("", "010203040")


def test_a_line_without_its_head_may_have_a_misread_number() -> None:
    found = mrz(upper="1DWKHO1O2O3O4O2<<<<<<<<<<<<<<<")
    assert found.head == ""
    assert found.document_number.value is None
    assert (found.document_number.raw or "").endswith("O1O2O3O4O2")


def test_a_numeral_too_many_in_a_number_is_kept() -> None:
    found = mrz(upper="IDKHM01O20304O22<<<<<<<<<<<<<<")
    assert found.document_number.raw == "01O20304O22"


def test_a_birth_is_at_least_fifteen_years_before_the_issue_of_the_mrz_s_own_expiry() -> None:
    born = "061231" + check_digit("061231")
    found = mrz(middle=f"{born}F2912316KHM<<<<<<<<<<<4")
    assert found.date_of_birth.value == dt.date(1906, 12, 31)


def test_the_composite_digit_needs_two_clean_fillers_before_it() -> None:
    assert mrz(middle="9003152F2912316KHM<<<<<<<<<KK4").composite_digit == ""
    assert mrz(middle="9003152F2912316KHM<<<<<<<<KK<<4").composite_digit == "4"


@pytest.mark.parametrize(
    ("number", "digit"), [("010203040", "4"), ("01O2030402", "4"), ("0102030402", ""), ("0102030402", "K")]
)
def test_the_composite_digit_is_undecided_unless_all_is_numerals(number: str, digit: str) -> None:
    assert composite_outcome(number, "9003152", "2912316", digit) is UNDECIDED


@given(st.sampled_from("0123456789"))
def test_one_composite_digit_agrees(digit: str) -> None:
    expected = AGREES if digit == "4" else CONFLICTS
    assert composite_outcome("0102030402", "9003152", "2912316", digit) is expected


def test_a_name_is_doubtful_unless_its_whole_line_is_clean() -> None:
    assert mrz().surname.status is Status.CLEAN
    assert [note.code for note in mrz(lower="sok<<sophea<<<<<<<<<<<<<<<<<<<").surname.notes] == [
        Code.NAME_LINE_DAMAGED
    ]


def test_the_cells_of_another_issuer_are_those_received() -> None:
    lines = (
        "I<UTOD23145890O<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    )
    aligned = align_td1(lines, CAMBODIA)
    assert aligned.as_it_stands is None
    assert tuple("".join(cells) for cells in aligned.cells) == lines
