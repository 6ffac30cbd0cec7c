"""Two Latin names that are not one, misread."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cards import changed, report

from khmerid import Outcome, Rule
from khmerid.checks.two_names import difference, is_another_name
from khmerid.misreading import SHIPPED
from khmerid.misreading.look_alikes import LOOK_ALIKES


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("SOK SOPHEA", "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"),
        ("SEYLA SOKHENG", "SEYLA<<SOKHENG<<<<<eeceeceeescce"),
        ("SOPHEA SOK", "SOPHEACKSOKCKKCCKEEEKKKKEKEKKK"),
        ("SOPHEA SOK", "$0PH#A<<50K<<<<<<<<<<<<<<<<<<<"),
    ],
)
def test_noise_makes_no_other_name(name: str, line: str) -> None:
    assert not is_another_name(name, line)


@pytest.mark.parametrize(
    "line",
    [
        "KEO<<DARA<<<<<<<<<<<<<<<<<<<<<",
        "SOK<<PONLEURATANA<MAKARA<<<<<<",
        "KE0<<D#RA<<<<<<<<<<K<<<<<<<<<<",
        "MEAS<<<<<<<<<<<<<<<<<<<<<<<<<<",
        "MAO<<SOPHAL<<<<<<<<<<<<<<<<<<<",  # four letters of nine, between clean fillers
    ],
)
def test_another_name_is_one_also_in_a_damaged_line(line: str) -> None:
    assert is_another_name("SOK SOPHEA", line)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("", "SOK<<SOPHEA"),
        ("SOK SOPHEA", ""),
        ("SOK SOPHEA", "KEO<"),
        ("SOK SOPHEA", "KEO<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
        ("SOK SOPHEA", "10#<<$1%២1ក*<<<<<<<<<<<<<<"),
    ],
)
def test_what_cannot_be_read_is_no_other_name(name: str, line: str) -> None:
    assert difference(name, line) is None
    assert not is_another_name(name, line)


@pytest.mark.parametrize(("signs", "is_held"), [(3, True), (4, False)])
def test_a_line_with_few_signs_is_held_against_a_longer_name(signs: int, *, is_held: bool) -> None:
    found = difference("KEO MAKARA CHENDA RATANAK", "SOK<<SOPHEA" + "#" * signs + "<" * 16)
    assert (found is not None) is is_held


@pytest.mark.parametrize(("length", "is_held"), [(24, True), (23, False)])
def test_a_line_that_is_nearly_all_there_is_held_against_a_longer_name(length: int, *, is_held: bool) -> None:
    found = difference("KEO MAKARA CHENDA RATANAK", "SOK<<SOPHEA".ljust(length, "<"))
    assert (found is not None) is is_held


@pytest.mark.parametrize("line", ["SOKWSOPHEAWWWWWWWWWWWWWWWWWWWW", "SOK<<SOPHEA<<WWWWWWWWWWWWWWWWW"])
def test_which_letters_are_fillers_is_the_engine_s(line: str) -> None:
    looks = attrs.evolve(LOOK_ALIKES, filler_letters=("W", "", ""))
    assert not is_another_name("SOK SOPHEA", line, attrs.evolve(SHIPPED, look_alikes=looks))


def test_letters_that_no_engine_returns_for_fillers_are_another_name() -> None:
    assert is_another_name("SOK SOPHEA", "SOKWSOPHEAWWWWWWWWWWWWWWWWWWWW")


@given(st.text(), st.text())
def test_any_two_texts_are_compared(name: str, line: str) -> None:
    found = difference(name, line)
    assert found is None or found >= 0


def test_another_name_in_a_damaged_line_is_a_conflict() -> None:
    found = report(changed(lower="KE0<<D#RA<<<<<<<<<<K<<<<<<<<<<"))
    assert next(check.outcome for check in found.checks if check.rule is Rule.NAME_ZONES) is Outcome.CONFLICTS


# A name laid along a line, letter by letter


def plain_difference(name: str, line: str) -> float:
    """Return the least edits that make a beginning of the line of the name, and what is left behind it.

    What may be a filler counts three tenths within it and nothing behind, a sign for a letter half.
    """
    letters = [one for one in name if "A" <= one <= "Z"]
    read = line.replace("<", "")
    fillers = LOOK_ALIKES.letters_for_filler(seldom=2)
    cheap = [one in fillers or not "A" <= one <= "Z" for one in read]
    row = [0.0]
    for may_be_filler in cheap:
        row.append(row[-1] + (0.3 if may_be_filler else 1.0))
    for letter in letters:
        above, row = row, [row[0] + 1.0]
        for at, one in enumerate(read):
            instead = 0.0 if one == letter else 1.0 if "A" <= one <= "Z" else 0.5
            added = 0.3 if cheap[at] else 1.0
            row.append(min(above[at] + instead, above[at + 1] + 1.0, row[-1] + added))
    return min(cost + cheap[at:].count(False) for at, cost in enumerate(row)) / len(letters)


@pytest.mark.parametrize(
    "line",
    [
        "SOK<<SOPHEAP<<<<<<<<<<<<<<<<<<",
        "SOKKSOPHEA<<<KKKK<<<<<<<<<<<<<",
        "S#K<<SO%HEA<<<<<<<<<<<<<<<<<<<",
        "SOM<<SOPHEAR<<<<<<<<<<<<<<<<<<",
        "KEO<<DARA<<<<<<<<<<<<<<<<<<<<<",
        "SOPHEA<<SOK<<<<<<<<<<<<<<<<<<<",
        "SXOCK<<SOWPHEA<<WWW<<<<<<<<<<<",
        "OK<<SOPHEA<RATANAK<<<<<<<<<<<<",
        "SOK5<SOPHEA<9<<<<<<<<<<<<<<<<<",
    ],
)
def test_names_are_as_different_as_their_letters(line: str) -> None:
    assert difference("SOK SOPHEA", line) == pytest.approx(plain_difference("SOK SOPHEA", line))
    assert difference("sok-sophea", line) == difference("SOK SOPHEA", line)
    assert difference("SOK SOPHEA", line[:11] + " " + line[11:]) == difference("SOK SOPHEA", line)


def test_a_name_that_the_line_has_no_room_for_lacks_its_rest_alone() -> None:
    name = "KOMPHEAKMONYREACH SOPHEAKMON"
    assert difference(name, "KOMPHEAKMONYREACH<<SOPHEA") == pytest.approx(3 / 26)
    assert difference(name, "KOMPHEAKMONYREACH<<SOPHEAK") == pytest.approx(2 / 26)
    assert difference(name + "GKUL", "KOMPHEAKMONYREACH<<SOPHEAKMO") == 0.0  # 26 are looked at


def test_forty_characters_of_a_line_are_looked_at() -> None:
    line = "SOK<<SOPHEA".ljust(40, "<")
    assert difference("SOK SOPHEA", line + "BANAN") == difference("SOK SOPHEA", line) == 0.0
    assert difference("SOK SOPHEA", line[:-1] + "BANAN") == pytest.approx(1 / 9)


@pytest.mark.parametrize(("count", "is_held"), [(6, False), (7, True)])
def test_a_line_with_seven_letters_of_ten_is_held_against_a_name(count: int, *, is_held: bool) -> None:
    assert (difference("ABDFHIJMNO", "ABDFHIJMNO"[:count]) is not None) is is_held


@pytest.mark.parametrize(
    ("line", "is_other"),
    [
        # Between clean fillers three tenths are another name, elsewhere forty-five hundredths.
        ("SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<", False),
        ("SOK<<SOPMIA<<<<<<<<<<<<<<<<<<<", False),
        ("SOK<<SOBMIA<<<<<<<<<<<<<<<<<<<", True),
        ("SOK<SOBMIA<<<<<<<<<<<<<<<<<<<<", False),
        ("SOK<RUBMIA<<<<<<<<<<<<<<<<<<<<", True),
        # What stands behind the fillers of a clean name is noise.
        ("SOK<<SOPHEA<<RATANABANDITH<<<<", False),
        ("SOK<SOPHEA<<<RATANABANDITH<<<<", True),
    ],
)
def test_how_different_a_line_is_that_is_another_name_s(line: str, *, is_other: bool) -> None:
    assert is_another_name("SOK SOPHEA", line) is is_other
