"""Texts of two cards: what says so, what it leaves of the values, and what is no more than noise."""

import attrs
import pytest
from support.cards import CLEAN, LOWER, MIDDLE, TODAY, UPPER, changed, report

from khmerid import Assurance, Decision, Reason, examine, examine_all
from khmerid.card_mrz import composite_sum
from khmerid.examination import _examine
from khmerid.notes import Code
from khmerid.raw_card import RawCard
from khmerid.report.policy import DEFAULT_POLICY
from khmerid.report.report import FIELDS, Report
from khmerid.testing import Specimen, make_specimen

PERSONAL = [name for name in FIELDS if name not in ("issuing_state", "nationality")]
KHMER_NAME = "គោត្តនាមនិងនាម: "


def sure(found: Report) -> list[str]:
    return [name for name in PERSONAL if getattr(found, name).assurance.is_sure]


def codes(found: Report, name: str) -> list[Code]:
    return [note.code for note in getattr(found, name).notes]


def other_card() -> Specimen:
    return make_specimen(
        seed=9,
        today=TODAY,
        document_number="987654321",
        date_of_birth="1971-11-28",
        surname="MEAS",
        given_names="DARA",
    )


def lines(*texts: str) -> dict[str, object]:
    return {"lines": [{"text": text} for text in texts]}


def texts_of(card: Specimen) -> list[str]:
    return [line["text"] for line in card.lines()["lines"]]


def test_two_numbers_far_apart_leave_nothing_sure() -> None:
    found = report(changed(document_number="987654321"))
    assert Reason.SEVERAL_CARDS in found.reasons
    assert sure(found) == []
    assert found.decision is Decision.REVIEW
    assert found.sex.assurance is Assurance.DOUBTFUL
    assert found.sex.risk is None
    assert codes(found, "sex")[-1] is codes(found, "document_number")[-1] is Code.SEVERAL_CARDS
    assert found.nationality.assurance is Assurance.PROTECTED


def test_a_place_has_no_part_that_is_sure_then() -> None:
    found = report(changed(document_number="987654321"))
    assert Assurance.PROTECTED in report(CLEAN).address.parts.values()
    assert not any(part.is_sure for part in found.address.parts.values())
    assert found.address.parts["house"] is Assurance.READ


@pytest.mark.parametrize(
    "printed",
    [
        {"date_of_birth": "២៨.១១.១៩៧១"},
        {"date_of_expiry": "១៥.០៦.២០៣៤", "date_of_issue": "១៦.០៦.២០២៤"},
        {"name_latin": "MEAS DARA"},
    ],
)
def test_a_value_far_from_that_of_the_mrz_is_of_another_card(printed: dict[str, str]) -> None:
    found = report(changed(**printed))
    assert Reason.SEVERAL_CARDS in found.reasons
    assert sure(found) == []


@pytest.mark.parametrize(
    "printed",
    [
        {"document_number": "010203046"},
        {"date_of_birth": "១៥.០៣.១៩៩៨"},
        {"date_of_expiry": "៣០.១២.២០២៩"},
        {"sex": "ប្រុស"},
        {"name_latin": "SOM SOPHEA"},
        {"date_of_issue": "០១.០៧.២០២០"},
    ],
)
def test_one_character_that_contradicts_leaves_the_others_sure(printed: dict[str, str]) -> None:
    found = report(changed(**printed))
    assert Reason.SEVERAL_CARDS not in found.reasons
    assert len(sure(found)) >= 4


def with_middle(composite: str) -> RawCard:
    return changed(middle=MIDDLE[:29] + composite)


@pytest.mark.parametrize(
    "raw",
    [
        changed(document_number="010203059"),
        changed(lower="SOK<<DARAPHEA<<<<<<<<<<<<<<<<<"),
        changed(date_of_issue="២៦.០៩.២០១៨"),
        with_middle("5"),
    ],
)
def test_what_may_be_of_two_cards_leaves_no_value_of_both_sides_sure(raw: RawCard) -> None:
    found = report(raw)
    assert sure(found) == ["place_of_birth", "address"]
    assert Reason.SEVERAL_CARDS not in found.reasons
    assert Code.OTHER_TEXTS_CONFLICT in codes(found, "sex")


def test_a_print_that_lost_a_word_of_the_name_is_not_of_another_card() -> None:
    found = report(changed(name_latin="SOK DARA", lower="SOK<<DARA<PONLEURATANA<<<<<<<<"))
    assert Reason.SEVERAL_CARDS not in found.reasons


def test_two_mrzs_are_of_two_cards_however_near_their_numbers() -> None:
    number = "010203059"
    twin = make_specimen(
        seed=5, document_number=number, date_of_birth="1990-03-15", date_of_expiry="2029-12-31"
    )
    raw = changed()
    found = report(attrs.evolve(raw, mrz=(*raw.mrz, twin.mrz[0])))
    assert Reason.SEVERAL_CARDS in found.reasons


def test_one_mrz_twice_is_of_one_card() -> None:
    found = report(attrs.evolve(CLEAN, mrz=(*CLEAN.mrz, *CLEAN.mrz)))
    assert found.decision is Decision.ACCEPT


def test_a_line_of_another_mrz_is_told_though_it_is_damaged() -> None:
    noisy = "IDKHM9B76S4321Z<<<<<<<<<<<<<<<"
    assert Reason.SEVERAL_CARDS in report(attrs.evolve(CLEAN, mrz=(*CLEAN.mrz, noisy))).reasons


@pytest.mark.parametrize(
    "line",
    [
        "IDKHMO1O2O30402<<<<<<<<<<<<<<<",
        "9OO3IS2F29I23I6KHM<<<<<<<<<<<4",
        "S0K<<SOPHE4<<<<K<<<<<<<<<<<<<<",
        "IDKHM",
    ],
)
def test_a_damaged_line_of_its_own_mrz_is_none_of_another(line: str) -> None:
    assert Reason.SEVERAL_CARDS not in report(attrs.evolve(CLEAN, mrz=(*CLEAN.mrz, line))).reasons


def test_a_value_that_is_not_sure_is_held_against_no_line() -> None:
    raw = RawCard(
        name_latin="SOK SOPHEA", mrz=(*CLEAN.mrz[:1], "?", "IDKHM9B76S4321Z<<<<<<<<<<<<<<<", "X<<<Y")
    )
    assert Reason.SEVERAL_CARDS not in report(raw).reasons


def test_a_label_that_stands_twice_with_other_texts_is_of_two_cards() -> None:
    card = texts_of(make_specimen(seed=4, today=TODAY))
    assert examine(lines(*card), today=TODAY).decision is Decision.ACCEPT
    for text in (f"{KHMER_NAME}មាស ដារ៉ា", "ថ្ងៃខែឆ្នាំកំណើត: ២៨.១១.១៩៧១ ភេទ: ប្រុស"):
        assert Reason.SEVERAL_CARDS in examine(lines(*card, text), today=TODAY).reasons


def test_a_label_that_stands_twice_with_nearly_the_same_text_is_of_one_card() -> None:
    card = texts_of(make_specimen(seed=4, today=TODAY, document_number="260000001"))
    noisy = [text.replace("០", "៦", 1) if "ថ្ងៃខែឆ្នាំ" in text else text for text in card[:9]]
    khmer = noisy[1][:-1]
    assert Reason.SEVERAL_CARDS not in examine(lines(*card, khmer, *noisy[2:]), today=TODAY).reasons


def test_a_recovered_value_is_held_against_the_other_mrz() -> None:
    """The card's own birth stands nowhere in the MRZ as it is; another card's does."""
    damaged = MIDDLE.replace("9003152", "9OO31S2")
    other = other_card()
    raw = changed(middle=damaged, date_of_birth="១៥.០៣.១៩៩០")
    found = report(attrs.evolve(raw, mrz=(UPPER, damaged, LOWER, other.mrz[1])))
    assert Reason.SEVERAL_CARDS in found.reasons


def test_pictures_of_two_cards_are_of_several() -> None:
    one, other = make_specimen(seed=4, today=TODAY), other_card()
    found = examine_all([one.response(), other.lines()], today=TODAY)
    assert Reason.SEVERAL_CARDS in found.reasons
    assert sure(found) == []


def test_pictures_of_one_card_are_of_one() -> None:
    one = make_specimen(seed=4, today=TODAY)
    assert examine_all([one.response(), one.lines()], today=TODAY).decision is Decision.ACCEPT
    found = _examine(
        [CLEAN, changed(middle="9O03152F29I2316KHM<<<K<<<4")], today=TODAY, policy=DEFAULT_POLICY
    )
    assert found.decision is Decision.ACCEPT


def test_the_composite_digit_of_these_cards_is_right() -> None:
    assert composite_sum(UPPER[5:15], MIDDLE[:7], MIDDLE[8:15]) == int(MIDDLE[29])
