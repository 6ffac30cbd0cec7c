"""Texts of two cards: what says so, what it leaves of the values, and what is no more than noise."""

import datetime as dt
from typing import Any

import attrs
import pytest
from support.cards import CLEAN, LOWER, MIDDLE, TODAY, UPPER, changed, read, report

from khmerid import Assurance, Decision, Reason, examine, examine_all
from khmerid.card_mrz import composite_sum
from khmerid.card_others import NO_OTHERS, Others
from khmerid.examination import _examine
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.raw_card import RawCard
from khmerid.report.policy import DEFAULT_POLICY
from khmerid.report.report import FIELDS, Report
from khmerid.resolve.one_person import doubted, is_of_several
from khmerid.resolve.resolved import Resolved
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


# Each sign of two cards by itself


SURE: dict[str, Resolved[Any]] = {
    "document_number": Resolved(value="010203040", assurance=Assurance.CONFIRMED),
    "date_of_birth": Resolved(value=dt.date(1990, 3, 15), assurance=Assurance.PROTECTED),
    "date_of_expiry": Resolved(value=dt.date(2029, 12, 31), assurance=Assurance.CONFIRMED),
}
READ = {name: attrs.evolve(one, assurance=Assurance.READ) for name, one in SURE.items()}


def several(raw: RawCard, fields: dict[str, Resolved[Any]] = SURE, others: Others = NO_OTHERS) -> bool:
    return is_of_several(fields, attrs.evolve(read(raw), others=others))


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ({}, False),
        ({"document_number": "010203077"}, False),  # two numerals
        ({"document_number": "010203177"}, True),  # three
        ({"document_number": "102030407"}, False),  # one was lost, and one is too many
        ({"document_number": "O10203177"}, False),  # not clean
        ({"date_of_birth": "១៥.០៣.១៩៧១"}, False),
        ({"date_of_birth": "១៥.០៧.១៩៧១"}, True),
        ({"date_of_birth": "២៨.១១.១៩៧១"}, True),
        ({"date_of_expiry": "៣១.១២.២០២៥"}, False),
        ({"date_of_expiry": "១៤.០៦.២០៣៣"}, True),
        ({"name_latin": "SOM SOPHEA"}, False),
        ({"name_latin": "SOK DARA"}, False),
        ({"name_latin": "MEAS DARA"}, True),
    ],
)
def test_two_clean_values_that_differ_in_three_numerals_are_of_two_cards(
    printed: dict[str, str], *, found: bool
) -> None:
    assert several(changed(**printed)) is found


@pytest.mark.parametrize("name", ["numbers", "births", "expiries"])
def test_two_values_that_are_proven_are_of_two_cards_however_near(name: str) -> None:
    own = {"numbers": "010203040", "births": "900315", "expiries": "291231"}[name]
    other = own[:-1] + "7"
    assert not several(CLEAN, others=Others(**{name: (own,)}))
    assert several(CLEAN, others=Others(**{name: (other,)}))
    assert several(CLEAN, others=Others(**{name: (own, other)}))
    damaged = changed(
        document_number=None, date_of_birth=None, date_of_expiry=None, upper="", middle="?" * 30
    )
    assert several(damaged, others=Others(**{name: (other,)}))  # the value that is sure is proven
    assert not several(damaged, READ, Others(**{name: (other,)}))
    assert several(damaged, READ, Others(**{name: (own, other)}))


@pytest.mark.parametrize(
    ("line", "fields", "found"),
    [
        ("IDKHM9B76S4321Z<<<<<<<<<<<<<<<", SURE, True),
        ("IDKHM9B76S4321Z<<<<<<<<<", SURE, True),  # nearly all of it is there
        ("IDKHM9B76S4321Z<<<<<<<<", SURE, False),
        ("IDKHM9B76S4321Z<<<<<<<<<<<<<<<", READ, False),
        ("IDKHM9B76S4321Z<<<<<<<<<<<<<<<", SURE | {"date_of_birth": READ["date_of_birth"]}, False),
        ("IDKHMO1O2O3O4O2<<<<<<<<<<<<<<<", SURE, False),  # half of a value is enough of it
        ("SOK<<SOPHEB<<<<<<<<<<<<<<<<<<<", SURE, False),  # so is the name
        ("MEAS<<DARA<<<<<<<<<<<<<<<<<<<<", SURE, True),
    ],
)
def test_a_line_that_has_nothing_of_the_card_is_of_another_one(
    line: str, fields: dict[str, Resolved[Any]], *, found: bool
) -> None:
    assert several(CLEAN, fields, Others(mrz=(line,))) is found
    assert several(CLEAN, fields, Others(mrz=(CLEAN.mrz[0], line))) is found


ONE_DIFFERS, TWO_DIFFER = ("15.03.1990", "25.03.1990"), ("15.03.1990", "28.03.1990")


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"printed_births": ("15.03.1990", "15.03.1990")}, False),
        ({"printed_births": ("15.03.1990", "28.03.1990")}, False),  # two edits
        ({"printed_births": ("15.03.1990", "28.04.1990")}, True),  # three
        ({"printed_expiries": ("31.12.2029", "20.12.2029")}, False),
        ({"printed_expiries": ("31.12.2029", "20.11.2029")}, True),
        # Two pairs that differ in two are enough together.
        (
            {
                "printed_births": ("15.03.1990", "28.03.1990"),
                "printed_expiries": ("31.12.2029", "20.12.2029"),
            },
            True,
        ),
        (
            {
                "printed_births": ("15.03.1990", "25.03.1990"),
                "printed_expiries": ("31.12.2029", "20.12.2029"),
            },
            False,
        ),
        ({"names_khmer": ("abcde fghij", "abcde fghij")}, False),
        ({"names_khmer": ("abcde fghij", "abcde fghxy")}, False),  # two letters of five
        ({"names_khmer": ("abcde fghij", "abcde fgzxy")}, True),  # three of the given names
        ({"names_khmer": ("abcdefghij", "abcdefwzxy")}, False),  # four of ten
        ({"names_khmer": ("abcdefghij", "abcdevwzxy")}, True),
        (
            {"names_khmer": ("abcde fghij", "abcde fghxy"), "printed_births": ("15.03.1990", "28.03.1990")},
            True,
        ),
        (
            {"names_khmer": ("abcde fghij", "abcde fghix"), "printed_births": ("15.03.1990", "28.03.1990")},
            False,
        ),
        ({"names_khmer": ("abcde fghij", "fghij")}, False),  # a part of it
    ],
)
def test_texts_behind_one_label_are_two_where_one_pair_is_far_apart_or_two_differ(
    texts: dict[str, tuple[str, ...]], *, found: bool
) -> None:
    assert several(CLEAN, others=Others(**texts)) is found


PLACES = ["ឃុំដំរិល ស្រុកអូររាំងឪ ត្បូងឃ្មុំ", "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"]


@pytest.mark.parametrize(("field", "kind"), [("place_of_birth", "places_of_birth"), ("address", "addresses")])
@pytest.mark.parametrize(
    ("other", "is_sure"),
    [(PLACES[0], True), (PLACES[0].replace("ដំរិល", "ដំរល"), True), (PLACES[1], False)],
    ids=["the same", "misread", "another"],
)
def test_a_place_behind_whose_label_another_was_read_is_not_sure(
    field: str, kind: str, other: str, *, is_sure: bool
) -> None:
    fields = fields_of(changed(**{field: PLACES[0]}))
    assert fields[field].assurance.is_sure
    card = attrs.evolve(read(CLEAN), others=Others(**{kind: (PLACES[0], other)}))
    found = doubted(fields, card, Outcome.AGREES)
    assert set(found) == (set() if is_sure else {field})
    for value in found.values():
        assert not any(each.is_sure for each in (value.assurance, *value.parts.values()))
        assert value.notes[-1].code is Code.OTHER_TEXTS_CONFLICT


# What may be of two cards


def fields_of(raw: RawCard, *, with_note: Code | None = None) -> dict[str, Resolved[Any]]:
    found = report(raw)
    fields = {name: getattr(found, name) for name in FIELDS}
    if with_note is not None:
        fields["date_of_birth"] = attrs.evolve(fields["date_of_birth"], notes=(Note(with_note),))
    return fields


@pytest.mark.parametrize(
    ("raw", "names", "note", "is_doubted"),
    [
        (CLEAN, Outcome.AGREES, None, False),
        (changed(name_latin="SOM SOPHEA"), Outcome.CONFLICTS, None, False),
        (changed(name_latin="SOK DARAPHEA"), Outcome.CONFLICTS, None, True),
        (changed(name_latin="SOK DARAPHEA"), Outcome.COMPATIBLE, None, False),
        (changed(document_number="010203046"), Outcome.AGREES, None, False),
        (changed(document_number="010203059"), Outcome.AGREES, None, True),
        (changed(date_of_expiry="៣១.១២.២០២?"), Outcome.AGREES, Code.COMPOSITE_AGAINST, True),
        (changed(date_of_expiry="៣១.១២.២០២?"), Outcome.AGREES, Code.RECOVERED, False),
        (changed(date_of_issue="០១.០១.២០២១"), Outcome.AGREES, None, False),
        (changed(date_of_issue="២៦.០៩.២០១៨"), Outcome.AGREES, None, True),
        (changed(date_of_issue="?៦.០៩.២០១៨"), Outcome.AGREES, None, False),
    ],
)
def test_what_contradicts_itself_leaves_nothing_of_both_sides_sure(
    raw: RawCard, names: Outcome, note: Code | None, *, is_doubted: bool
) -> None:
    fields = fields_of(CLEAN, with_note=note)
    found = doubted(fields, read(raw), names)
    both_sides = {name for name in FIELDS if fields[name].assurance.is_sure} - {
        *("place_of_birth", "address", "issuing_state", "nationality")
    }
    assert found.keys() == (both_sides if is_doubted else set())
    assert {one.assurance for one in found.values()} <= {Assurance.DOUBTFUL}
    assert {one.notes[-1].code for one in found.values()} <= {Code.OTHER_TEXTS_CONFLICT}
    assert {one.risk for one in found.values()} <= {None}


def test_of_two_cards_only_the_codes_stay_sure_and_the_number_says_so() -> None:
    fields = fields_of(CLEAN) | {"document_number": READ["document_number"]}
    found = doubted(fields, read(changed(name_latin="MEAS DARA")), Outcome.CONFLICTS)
    assert "issuing_state" not in found
    assert "nationality" not in found
    assert (found["document_number"].assurance, codes_of(found["document_number"])) == (
        Assurance.READ,
        [Code.SEVERAL_CARDS],
    )
    assert found["address"].assurance is Assurance.DOUBTFUL
    assert {*found["address"].parts.values()} <= {Assurance.DOUBTFUL, Assurance.READ}
    assert "height_cm" not in found  # it was never sure


def codes_of(resolved: Resolved[Any]) -> list[Code]:
    return [note.code for note in resolved.notes]
