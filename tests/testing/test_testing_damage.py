"""Damage is like that of an OCR, single faults are single, and none of them makes a wrong value sure."""

from typing import Any

import pytest

import khmerid
from khmerid import Decision
from khmerid.mrz.parsing import parse_td1
from khmerid.testing import FAULTS, Specimen, damage, make_specimen, swap_mrz_value, tamper
from khmerid.testing.damage import TextKind, misread, rate, slots_of
from khmerid.testing.faults import MRZ_FIELDS

SOME = [make_specimen(seed=seed) for seed in range(30)]


def shapes(specimen: Specimen) -> list[dict[str, Any]]:
    return [specimen.response(), specimen.response()["result"], specimen.lines()]


def texts(response: dict[str, Any]) -> list[str]:
    return [slot.text for slot in slots_of(response)]


def changed(one: dict[str, Any], other: dict[str, Any]) -> int:
    return sum(a != b for a, b in zip(texts(one), texts(other), strict=True))


def test_no_severity_is_no_damage_and_more_severity_is_more_damage() -> None:
    def count(severity: float) -> int:
        return sum(
            changed(response, damage(response, seed=seed, severity=severity))
            for seed, specimen in enumerate(SOME)
            for response in shapes(specimen)
        )

    assert count(0) == 0
    assert 0 < count(0.2) < count(1) < count(5)


def test_the_same_seed_does_the_same_and_the_response_given_stays_as_it_was() -> None:
    for response in shapes(make_specimen(seed=1)):
        before = texts(response)
        assert damage(response, seed=1) == damage(response, seed=1) != damage(response, seed=2)
        assert texts(response) == before


def test_only_texts_are_damaged() -> None:
    response = make_specimen(seed=1).response(return_portrait_image=True, detect_blur=True)
    result = damage(response, severity=5)["result"]
    for name in ("confidence", "portrait_image", "detect_blur_result", "score_info"):
        assert result[name] == response["result"][name]


@pytest.mark.parametrize("severity", [-1.0, float("nan")])
def test_a_severity_that_is_none_is_refused(severity: float) -> None:
    with pytest.raises(ValueError, match="severity"):
        damage(make_specimen().response(), severity=severity)


@pytest.mark.parametrize("response", [{}, {"result": None}, {"result": {"smile": 1}}, {"lines": "SOK"}])
def test_a_response_of_another_shape_is_refused(response: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="neither"):
        damage(response)


@pytest.mark.parametrize("name", FAULTS)
def test_a_single_fault_changes_one_text_or_the_lines_of_the_mrz(name: str) -> None:
    for seed, specimen in enumerate(SOME):
        for response in shapes(specimen):
            before = texts(response)
            faulty = FAULTS[name](response, seed=seed)
            assert texts(response) == before
            assert 1 <= changed(response, faulty) <= (2 if name == "swap_mrz_value" else 1)
            assert FAULTS[name](response, seed=seed) == faulty


@pytest.mark.parametrize("name", FAULTS)
def test_a_response_without_such_a_place_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="the response has no"):
        FAULTS[name]({"result": {"sex": "ស្រី"}})


@pytest.mark.parametrize("fault", [swap_mrz_value, tamper])
def test_what_looks_like_an_altered_card_is_never_accepted(fault: Any) -> None:
    for seed, specimen in enumerate(SOME):
        for response in shapes(specimen):
            report = khmerid.examine(fault(response, seed=seed), today=specimen.today)
            assert report.decision is not Decision.ACCEPT


@pytest.mark.parametrize("field", MRZ_FIELDS)
def test_a_swapped_value_has_right_check_digits_and_only_it_is_another(field: str) -> None:
    for sex in "MF":
        specimen = make_specimen(seed=8, sex=sex)
        faulty = swap_mrz_value(specimen.response(), field=field)["result"]
        was, is_now = (
            parse_td1(specimen.mrz).value,
            parse_td1([faulty[f"machine_code{n}"] for n in (1, 2, 3)]).value,
        )
        assert was is not None
        assert is_now is not None
        assert is_now.verified
        assert [name for name in MRZ_FIELDS if getattr(was, name) != getattr(is_now, name)] == [field]


def test_a_field_that_the_mrz_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="no field 'height_cm'"):
        swap_mrz_value(make_specimen().response(), field="height_cm")


def test_a_lost_filler_is_made_up_for() -> None:
    for seed, specimen in enumerate(SOME):
        response = FAULTS["drop_filler"](specimen.response(), seed=seed)
        assert khmerid.examine(response, today=specimen.today).decision is Decision.ACCEPT


class Largest:
    """A chooser that takes the largest number there is, and more."""

    def choice(self, options: Any) -> Any:
        raise NotImplementedError

    def integer(self, lowest: int, highest: int) -> int:
        return highest + 1 + lowest


def test_a_character_that_is_never_misread_stays() -> None:
    assert rate("@", TextKind.PRINTED) == 0
    assert misread("@", TextKind.PRINTED, Largest()) == "@"
    assert misread("0", TextKind.MRZ, Largest()) == "0"
