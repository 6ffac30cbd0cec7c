"""The lines of an MRZ on their cells, before anything in them is repaired."""

import pytest

from khmerid.misreading import SHIPPED
from khmerid.mrz.formats import TD1
from khmerid.recovery.alignment import (
    BIRTH,
    EXPIRY,
    NATIONALITY,
    NUMBER,
    SEX,
    AlignedLine,
    align_dates,
    align_upper,
)
from khmerid.recovery.find import source_lines
from khmerid.recovery.issuers import CAMBODIA, GENERIC, Issuer

LOOKS = SHIPPED.look_alikes


def dates(text: str, issuer: Issuer = CAMBODIA) -> AlignedLine:
    return align_dates(source_lines(text)[0], TD1, issuer, LOOKS)


@pytest.mark.parametrize(
    ("text", "head", "number", "rest"),
    [
        ("IDKHM0102030402<<<<<", "IDKHM", "0102030402", "<<<<<"),
        ("IDKHMO1O2O3O4O2<<<<<", "IDKHM", "O1O2O3O4O2", "<<<<<"),
        ("IDKHM01020304027<<<", "IDKHM", "01020304027", "<<<"),  # a numeral too many is the number's
        ("IDKHM010203042<<<<", "IDKHM", "010203042", "<<<<"),  # and one too few
        ("DKHM0102030402<<<<", "DKHM", "0102030402", "<<<<"),  # of the head a part is lost,
        ("KHM0102030402<<", "KHM", "0102030402", "<<"),
        ("0102030402<<<<<", "", "0102030402", "<<<<<"),  # or all,
        ("1DWKH0102030402<<<", "1DWKH", "0102030402", "<<<"),  # or it is misread
        ("xxIDKHM0102030402<<<", "IDKHM", "0102030402", "<<<"),  # noise before it
        ("IDKHM01020304O2KK<", "IDKHM", "01020304O2", "KK<"),  # what may be a filler is none of the number
    ],
)
def test_the_cells_of_an_upper_line(text: str, head: str, number: str, rest: str) -> None:
    line = align_upper(source_lines(text)[0], CAMBODIA, LOOKS)
    assert (line.of(slice(0, 5)), line.of(NUMBER), line.text[line.rest :]) == (head, number, rest)
    assert len(line.cells) == 30


def test_an_upper_line_of_another_issuer_is_laid_character_by_character() -> None:
    line = align_upper(source_lines("I<UTOD231458907")[0], GENERIC, LOOKS)
    assert line.cells == (*"I<UTOD231458907", *[""] * 15)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("9003152F2912316KHM<<<4", ("9003152", "F", "2912316", "KHM", "<<<4")),
        ("X9003152F2912316KHM<<<4", ("9003152", "F", "2912316", "KHM", "<<<4")),  # noise before it
        ("29003152F2912316KHM<<<4", ("29003152", "F", "2912316", "KHM", "<<<4")),  # a numeral is the birth's
        ("900315F2912316KHM<<<4", ("900315", "F", "2912316", "KHM", "<<<4")),  # a numeral lost
        ("9003152F291231KHM<<<4", ("9003152", "F", "291231", "KHM", "<<<4")),
        ("9003152F29126KHM<<<4", ("9003152", "F", "29126", "KHM", "<<<4")),
        ("9003152FF2912316KHM<<<4", ("9003152F", "F", "2912316", "KHM", "<<<4")),  # a letter added
        ("9003152F2912316XKHM<<<4", ("9003152", "F", "2912316X", "KHM", "<<<4")),
        ("9003152F2912316KAHM<<<4", ("9003152", "F", "2912316", "KAHM", "<<<4")),
        ("9003152F2912316HM<<<4", ("9003152", "F", "2912316", "HM", "<<<4")),  # one lost
        ("90031522912316KHM<<4", ("9003152", "", "2912316", "KHM", "<<4")),
        ("9003152F2912316KHN<<4", ("9003152", "F", "2912316", "KHN", "<<4")),
        ("9003152F2912316KHM", ("9003152", "F", "2912316", "KHM", "")),  # cut off
    ],
)
def test_the_cells_of_a_middle_line(text: str, parts: tuple[str, ...]) -> None:
    line = dates(text)
    assert tuple(line.of(where) for where in (BIRTH, SEX, EXPIRY, NATIONALITY)) == parts[:4]
    assert line.text[line.rest :] == parts[4]
    assert len(line.cells) == 30


@pytest.mark.parametrize(
    ("text", "nationality"), [("9003152F2912316XKHM<<<4", "XKH"), ("9003152F2912316HM<<<4", "HM<")]
)
def test_a_code_of_which_nothing_is_known_has_the_three_characters_that_stand_there(
    text: str, nationality: str
) -> None:
    assert dates(text, GENERIC).of(NATIONALITY) == nationality


@pytest.mark.parametrize(
    ("text", "composite"),
    [
        ("9003152F2912316KHM<<<4", "4"),
        ("9003152F2912316KHM<<<", ""),  # a filler is none
        ("9003152F2912316KHM<<<<B", ""),  # a letter is one in its exact place only
        ("9003152F2912316KHM<<<<<<<<<<<B", "B"),
    ],
)
def test_the_composite_digit_is_the_last_character_of_a_line_that_was_not_cut(
    text: str, composite: str
) -> None:
    line = dates(text)
    assert line.composite == composite
    assert line.cells[29] == composite
