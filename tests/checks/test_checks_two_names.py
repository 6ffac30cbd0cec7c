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
