"""The MRZ read by the letter."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.mrz.check_digit import VALUES, sees
from khmerid.mrz.formats import TD1, Position
from khmerid.mrz.parsing import (
    NumberRule,
    Td1,
    parse_td1,
    positions_of,
)
from khmerid.mrz.two_digit_years import is_date_of_birth, is_day
from khmerid.notes import Code
from khmerid.outcome import Outcome

SPECIMEN = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
CAMBODIAN = (
    "IDKHM0102030402<<<<<<<<<<<<<<<",
    "9003152F2912316KHM<<<<<<<<<<<4",
    "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<",
)
UNCOVERED = {(0, at) for at in range(5)} | {(1, 7), (1, 15), (1, 16), (1, 17)} | {(2, at) for at in range(30)}


def mrz_of(lines: tuple[str, ...]) -> Td1:
    mrz = parse_td1(lines).value
    assert mrz is not None
    return mrz


def changed(lines: tuple[str, ...], line: int, at: int, character: str) -> tuple[str, ...]:
    text = lines[line][:at] + character + lines[line][at + 1 :]
    return (*lines[:line], text, *lines[line + 1 :])


def codes_of(lines: tuple[str, ...]) -> list[tuple[Code, str]]:
    return [(note.code, note.detail) for note in parse_td1(lines).notes]


@pytest.mark.parametrize("lines", [SPECIMEN, CAMBODIAN])
def test_every_substitution_is_caught_but_the_blind_ones(lines: tuple[str, str, str]) -> None:
    """MRZ digits are blind to characters whose values are equal modulo ten, and cover not every cell."""
    for line, at in itertools.product(range(3), range(30)):
        for character in VALUES:
            mrz = mrz_of(changed(lines, line, at, character))
            if (line, at) == (0, 14) and character == "<":
                assert not mrz.verified  # a long number without its rest
            elif (line, at) in {(0, 14), (1, 6), (1, 14), (1, 29)}:
                assert mrz.verified == (character == lines[line][at])
            else:
                blind = (line, at) in UNCOVERED or not sees(character, lines[line][at])
                assert mrz.verified == blind


@given(st.text(max_size=200) | st.lists(st.none() | st.text(max_size=40), max_size=5))
def test_parsing_takes_any_text_and_never_raises(lines: str | list[str | None]) -> None:
    reading = parse_td1(lines)
    assert (reading.value is None) == any(
        note.code in {Code.MISSING, Code.MRZ_LINE_COUNT, Code.MRZ_LINE_LENGTH, Code.MRZ_CHARACTERS}
        for note in reading.notes
    )


def test_one_text_of_three_lines_is_read_too() -> None:
    assert parse_td1("\n".join(SPECIMEN)).value == mrz_of(SPECIMEN)


@pytest.mark.parametrize(
    ("lines", "code", "detail"),
    [
        ((), Code.MISSING, ""),
        (("", "", ""), Code.MISSING, ""),
        (SPECIMEN[:2], Code.MRZ_LINE_COUNT, "2 lines"),
        ((*SPECIMEN, ""), Code.MRZ_LINE_COUNT, "4 lines"),
        ((SPECIMEN[0][1:], *SPECIMEN[1:]), Code.MRZ_LINE_LENGTH, "29, 30, 30 characters"),
        (("\n".join(SPECIMEN[:2]), SPECIMEN[2]), Code.MRZ_LINE_COUNT, "2 lines"),
        ((SPECIMEN[0].lower(), *SPECIMEN[1:]), Code.MRZ_CHARACTERS, ""),
        ((SPECIMEN[0].replace("<", "«"), *SPECIMEN[1:]), Code.MRZ_CHARACTERS, ""),
    ],
)
def test_what_is_no_mrz_is_told(lines: tuple[str, ...], code: Code, detail: str) -> None:
    assert codes_of(lines) == [(code, detail)]


def test_what_stands_on_lines_that_are_no_mrz_is_kept() -> None:
    assert parse_td1(("I<UTO", None, "ERIKSSON")).raw == "I<UTO\n\nERIKSSON"


def test_optional_data_behind_a_short_number_are_not_taken_for_its_rest() -> None:
    where = positions_of(mrz_of(("I<UTOD231458907ABC<<<<<<<<<<<<", *SPECIMEN[1:])))
    assert where["document_number"] == (Position(1, 6, 14),)
    assert where["document_number_check_digit"] == (Position(1, 15, 15),)
    assert where["optional_data_1"] == (Position(1, 16, 30),)


def test_a_long_number_goes_on_after_position_15() -> None:
    """Doc 9303-5, 4.2.4: position 15 is left out of the sum."""
    lines = (
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<<<<<<<<<<<<<<",
    )
    mrz = mrz_of(lines)
    assert (mrz.document_number, mrz.number_rule, mrz.verified) == ("D23145890734", NumberRule.LONG, True)
    assert positions_of(mrz)["document_number"] == (Position(1, 6, 14), Position(1, 16, 18))
    assert positions_of(mrz)["document_number_check_digit"] == (Position(1, 19, 19),)
    assert positions_of(mrz)["optional_data_1"] == (Position(1, 21, 30),)


def test_a_long_number_whose_digit_counts_the_filler_is_named() -> None:
    """Belgian and Portuguese cards; Doc 9303 leaves position 15 out, so the check conflicts."""
    lines = ("I<UTOD23145890<1240<<<<<<<<<<<", SPECIMEN[1], SPECIMEN[2])
    mrz = mrz_of(lines)
    assert mrz.number_rule is NumberRule.LONG_FILLER_COUNTED
    assert mrz.checks.document_number is Outcome.CONFLICTS
    assert (Code.MRZ_FILLER_COUNTED, "") in codes_of(lines)
    assert str(mrz.number_rule) == "long_filler_counted"


@pytest.mark.parametrize(
    ("rest", "number", "outcome"),
    [
        ("<<<<<<<<<<<<<<<", "D23145890", Outcome.UNDECIDED),
        ("7<<<<<<<<<<<<<<", "D23145890", Outcome.CONFLICTS),
        ("ABCDABCDABCDAB6", "D23145890ABCDABCDABCDAB", Outcome.CONFLICTS),
        ("734A<<<<<<<<<<<", "D23145890734", Outcome.UNDECIDED),
    ],
)
def test_a_long_number_without_a_digit_or_a_filler_after_it_is_not_verified(
    rest: str, number: str, outcome: Outcome
) -> None:
    mrz = mrz_of(("I<UTOD23145890<" + rest, *SPECIMEN[1:]))
    assert (mrz.document_number, mrz.checks.document_number) == (number, outcome)


def test_the_positions_of_a_number_without_its_rest_stay_inside_the_line() -> None:
    full = positions_of(mrz_of(("I<UTOD23145890<ABCDABCDABCDAB6", *SPECIMEN[1:])))
    assert full["optional_data_1"] == (Position(1, 30, 30),)
    digit_only = positions_of(mrz_of(("I<UTOD23145890<7<<<<<<<<<<<<<<", *SPECIMEN[1:])))
    assert digit_only["document_number"] == (Position(1, 6, 14),)


def test_an_absent_digit_is_undecided_and_a_wrong_one_conflicts() -> None:
    lines = changed(changed(SPECIMEN, 1, 29, "<"), 1, 6, "3")
    mrz = mrz_of(lines)
    assert mrz.checks.composite is Outcome.UNDECIDED
    assert mrz.checks.date_of_birth is Outcome.CONFLICTS
    assert str(mrz.checks.date_of_birth) == "conflicts"
    assert codes_of(lines) == [
        (Code.MRZ_CHECK_DIGIT_CONFLICTS, "date_of_birth"),
        (Code.MRZ_CHECK_DIGIT_UNDECIDED, "composite"),
    ]


def test_what_no_digit_covers_is_noted_by_its_kind() -> None:
    lines = (
        "AIUT0D231458907<<<<<<<<<<<<<<<",
        "7408122X1204159YTO<<<<<<<<<<<6",
        "ERIKSSON<<ANN4<<<<<<<<<<<<<<<A",
    )
    assert codes_of(lines) == [
        (Code.MRZ_DOCUMENT_CODE_NOT_ALLOWED, ""),
        (Code.MRZ_STATE_UNKNOWN, "issuing_state"),
        (Code.MRZ_STATE_UNKNOWN, "nationality"),
        (Code.MRZ_SEX_NOT_ALLOWED, ""),
        (Code.MRZ_NAME_MALFORMED, ""),
        (Code.MRZ_NAME_MAY_BE_CUT, ""),
    ]


def test_a_date_that_no_calendar_has_is_noted_though_its_digit_agrees() -> None:
    codes = codes_of((SPECIMEN[0], "7402308F<<<<<<0UTO<<<<<<<<<<<6", SPECIMEN[2]))
    assert (Code.MRZ_NO_SUCH_DATE, "date_of_birth") in codes
    assert (Code.MRZ_NO_SUCH_DATE, "date_of_expiry") in codes


@pytest.mark.parametrize("six", ["740812", "680229", "000229", "991231"])
def test_days_of_the_calendar(six: str) -> None:
    assert is_day(six)


@pytest.mark.parametrize(
    "six", ["740230", "690229", "741301", "740001", "74<<<<", "7408", "74O812", "<<<<<<"]
)
def test_no_days_of_the_calendar(six: str) -> None:
    assert not is_day(six)


@pytest.mark.parametrize("six", ["74<<<<", "<<<<<<", "7408<<", "<<0812", "<<0229", "<<<<31", "74<<12"])
def test_unknown_parts_of_a_date_of_birth_are_fillers(six: str) -> None:
    """Doc 9303-3, 4.8."""
    assert is_date_of_birth(six)


@pytest.mark.parametrize("six", ["740000", "7413<<", "<<0230", "<<<<32", "7<<<<<", "74<812", "A4<<<<"])
def test_other_forms_are_no_date_of_birth(six: str) -> None:
    assert not is_date_of_birth(six)


def test_the_first_double_filler_separates_the_identifiers() -> None:
    mrz = mrz_of((*SPECIMEN[:2], "STEVENSON<<PETER<<JOHN<<<<<<<<"))
    assert (mrz.primary_identifier, mrz.secondary_identifier) == ("STEVENSON", "PETER JOHN")


def test_a_name_of_one_part_is_the_primary_identifier() -> None:
    mrz = mrz_of((*SPECIMEN[:2], "SATRIYA<SUDARPA<<<<<<<<<<<<<<<"))
    assert (mrz.primary_identifier, mrz.secondary_identifier) == ("SATRIYA SUDARPA", "")


def test_known_elements_are_put_in_their_places_with_their_digits() -> None:
    assert TD1.filled({"document_number": "0102030402", "sex": "F"}, "?") == (
        "?????0102030402???????????????",
        "???????F??????????????????????",
        "??????????????????????????????",
    )


def test_the_text_of_an_mrz_shows_nothing_of_the_holder() -> None:
    assert repr(mrz_of(CAMBODIAN)).startswith("Td1(checks=")


def test_a_long_number_without_any_rest_has_the_positions_of_a_short_one() -> None:
    where = positions_of(mrz_of(("I<UTOD23145890<<<<<<<<<<<<<<<<", *SPECIMEN[1:])))
    assert where["document_number"] == (Position(1, 6, 14),)
