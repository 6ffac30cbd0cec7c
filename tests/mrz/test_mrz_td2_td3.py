"""The formats of two lines: the specimens of ICAO Doc 9303-4, 9303-5 and 9303-6, read and written."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.mrz.formats import TD1, TD2, TD3, MrzFormat, Position
from khmerid.mrz.parsing import (
    CheckDigits,
    NumberRule,
    PassportCheckDigits,
    Td2,
    Td3,
    parse_td1,
    parse_td2,
    parse_td3,
    positions_of,
    undecided,
)
from khmerid.mrz.writing import format_td1, format_td2, format_td3
from khmerid.notes import Code
from khmerid.outcome import Outcome

HOLDER: dict[str, Any] = {
    "issuing_state": "UTO",
    "date_of_birth": dt.date(1974, 8, 12),
    "sex": "F",
    "date_of_expiry": dt.date(2012, 4, 15),
    "nationality": "UTO",
    "primary_identifier": "Eriksson",
    "secondary_identifier": "Anna Maria",
}
TD2_SPECIMEN = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"
TD3_SPECIMEN = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
TEXT = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def td2(*lines: str) -> Td2:
    mrz = parse_td2(lines).value
    assert mrz is not None
    return mrz


def td3(*lines: str) -> Td3:
    mrz = parse_td3(lines).value
    assert mrz is not None
    return mrz


@pytest.mark.parametrize("table", [TD1, TD2, TD3])
def test_the_elements_of_a_format_fill_its_lines_without_a_gap(table: MrzFormat) -> None:
    for line in range(1, table.lines + 1):
        places = [element.position for element in table.elements if element.line == line]
        assert [place.start for place in places] == [1, *(place.end + 1 for place in places[:-1])]
        assert places[-1].end == table.length


IN_BOTH = {
    "document_code": (1, 1, 2),
    "issuing_state": (1, 3, 5),
    "document_number": (2, 1, 9),
    "document_number_check_digit": (2, 10, 10),
    "nationality": (2, 11, 13),
    "date_of_birth": (2, 14, 19),
    "date_of_birth_check_digit": (2, 20, 20),
    "sex": (2, 21, 21),
    "date_of_expiry": (2, 22, 27),
    "date_of_expiry_check_digit": (2, 28, 28),
}


def test_the_elements_of_td2_stand_where_part_6_has_them() -> None:
    """Doc 9303-6, 4.2.2."""
    assert TD2.positions == {
        name: (Position(*place),)
        for name, place in {
            **IN_BOTH,
            "name": (1, 6, 36),
            "optional_data": (2, 29, 35),
            "composite_check_digit": (2, 36, 36),
        }.items()
    }


def test_the_elements_of_td3_stand_where_part_4_has_them() -> None:
    """Doc 9303-4, 4.2.2."""
    assert TD3.positions == {
        name: (Position(*place),)
        for name, place in {
            **IN_BOTH,
            "name": (1, 6, 44),
            "optional_data": (2, 29, 42),
            "optional_data_check_digit": (2, 43, 43),
            "composite_check_digit": (2, 44, 44),
        }.items()
    }


@pytest.mark.parametrize("lines", [TD2_SPECIMEN, TD3_SPECIMEN])
@pytest.mark.parametrize("element", ["document_code", "issuing_state", "nationality", "name", "sex"])
def test_a_character_that_its_element_cannot_have_is_no_well_formed_mrz(
    lines: tuple[str, str], element: str
) -> None:
    read, table = (parse_td2, TD2) if lines is TD2_SPECIMEN else (parse_td3, TD3)
    mrz = read(lines).value
    assert mrz is not None
    assert mrz.well_formed
    place = table.positions[element][0]
    changed = [*lines]
    line = changed[place.line - 1]
    changed[place.line - 1] = line[: place.start - 1] + "0" + line[place.start :]
    mrz = read(changed).value
    assert mrz is not None
    assert not mrz.well_formed


def test_the_specimen_of_part_4_is_read() -> None:
    mrz = td3(*TD3_SPECIMEN)
    assert (mrz.verified, parse_td3(TD3_SPECIMEN).notes) == (True, ())
    assert (mrz.document_code, mrz.document_number, mrz.optional_data) == ("P", "L898902C3", "ZE184226B")
    assert (mrz.primary_identifier, mrz.secondary_identifier) == ("ERIKSSON", "ANNA MARIA")
    assert repr(mrz).startswith("Td3(checks=PassportCheckDigits(")


def test_the_specimen_of_part_6_is_read() -> None:
    mrz = td2(*TD2_SPECIMEN)
    assert (mrz.verified, parse_td2(TD2_SPECIMEN).notes) == (True, ())
    assert (mrz.document_code, mrz.document_number, mrz.optional_data) == ("I", "D23145890", "")
    assert (mrz.date_of_birth, mrz.sex, mrz.date_of_expiry) == ("740812", "F", "120415")


def test_the_specimens_are_written() -> None:
    card: dict[str, Any] = {**HOLDER, "document_code": "I", "document_number": "D23145890"}
    assert format_td1(**card) == (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    )
    assert format_td2(**card) == TD2_SPECIMEN
    passport = {**HOLDER, "document_code": "P", "document_number": "L898902C3", "optional_data": "ZE184226B"}
    assert format_td3(**passport) == TD3_SPECIMEN


@given(TEXT.filter(bool).map(lambda text: text[:14]), TEXT.map(lambda text: text[:7]))
def test_what_was_written_as_td2_is_read_back(number: str, optional: str) -> None:
    optional = optional if len(number) <= 9 else optional[: 14 - len(number)]
    lines = format_td2(**HOLDER, document_code="I", document_number=number, optional_data=optional)
    mrz = td2(*lines)
    assert (mrz.verified, mrz.document_number, mrz.optional_data) == (True, number, optional)


@given(TEXT.filter(bool).map(lambda text: text[:9]), TEXT.map(lambda text: text[:14]))
def test_what_was_written_as_td3_is_read_back(number: str, optional: str) -> None:
    lines = format_td3(**HOLDER, document_code="PD", document_number=number, optional_data=optional)
    mrz = td3(*lines)
    assert (mrz.verified, mrz.document_number, mrz.optional_data) == (True, number, optional)


def test_a_passport_has_no_long_number() -> None:
    with pytest.raises(ValueError, match=r"^document_number has no such form in a TD3 MRZ$"):
        format_td3(**HOLDER, document_code="P", document_number="L898902C30")
    mrz = td3(TD3_SPECIMEN[0], "L898902C3<UTO7408122F1204159ZE184226B<<<<<16")
    assert (mrz.number_rule, mrz.checks.document_number) == (NumberRule.SHORT, Outcome.UNDECIDED)
    assert positions_of(mrz)["document_number"] == (Position(2, 1, 9),)


def test_a_long_number_of_two_lines_goes_on_in_the_optional_data() -> None:
    """Doc 9303-6, 4.2.2."""
    mrz = td2(*format_td2(**HOLDER, document_code="I", document_number="D23145890734"))
    assert mrz.lines[1][28:35] == "7349<<<"
    assert (mrz.number_rule, mrz.verified, mrz.optional_data) == (NumberRule.LONG, True, "")
    assert positions_of(mrz)["document_number"] == (Position(2, 1, 9), Position(2, 29, 31))


@pytest.mark.parametrize(
    ("optional", "outcome"),
    [
        ("<<<<<<<<<<<<<<<", Outcome.AGREES),
        ("<<<<<<<<<<<<<<0", Outcome.AGREES),
        ("<<<<<<<<<<<<<<1", Outcome.CONFLICTS),
        ("ZE184226B<<<<<<", Outcome.UNDECIDED),
    ],
)
def test_optional_data_that_are_not_used_may_have_a_filler_for_their_digit(
    optional: str, outcome: Outcome
) -> None:
    """Doc 9303-4, 4.2.2."""
    lower = TD3_SPECIMEN[1][:28] + optional
    found = [td3(TD3_SPECIMEN[0], lower + digit) for digit in "0123456789"]
    assert {mrz.checks.optional_data for mrz in found} == {outcome}
    assert sum(mrz.verified for mrz in found) == (outcome is Outcome.AGREES)


def test_each_format_is_held_to_its_own_lines_and_codes() -> None:
    assert parse_td3(TD2_SPECIMEN).notes[0].code is Code.MRZ_LINE_LENGTH
    assert parse_td1(TD2_SPECIMEN).notes[0].code is Code.MRZ_LINE_COUNT
    notes = parse_td3(("I" + TD3_SPECIMEN[0][1:], TD3_SPECIMEN[1])).notes
    assert [note.code for note in notes] == [Code.MRZ_DOCUMENT_CODE_NOT_ALLOWED]
    with pytest.raises(ValueError, match=r"^document_code has no such form in a TD2 MRZ$"):
        format_td2(**HOLDER, document_code="P", document_number="1")


def test_check_digits_of_which_nothing_is_known_are_undecided() -> None:
    assert undecided(TD1) == undecided(TD2) == CheckDigits(*[Outcome.UNDECIDED] * 4)
    assert undecided(TD3) == PassportCheckDigits(*[Outcome.UNDECIDED] * 5)
