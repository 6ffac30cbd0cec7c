"""What several pictures of one card say of each other, field by field."""

import pytest
from support.cards import CLEAN, LOWER, MIDDLE, UPPER, changed, read

from khmerid import Outcome, RawCard
from khmerid.card_mrz import with_check_digit
from khmerid.checks.between_pictures import compare_pictures, contradictions

TAKEO = "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"
OTHER_COMMUNE = "ឃុំពេជសារ ស្រុកកោះអណ្ដែត តាកែវ"
IN_VILLAGE = "ភូមិព្រៃដំរី ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"
IN_OTHER_VILLAGE = "ភូមិអង្គតាសោម ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"
UNITS = ("village", "commune", "district", "province")

DIFFERING = {
    "number": (changed(document_number="010203046"), {"document_number": ()}),
    "birth": (changed(date_of_birth="១៥.០៨.១៩៩០"), {"date_of_birth": ()}),
    "sex": (changed(sex="ប្រុស"), {"sex": ()}),
    "expiry": (changed(date_of_expiry="៣០.១២.២០២៩"), {"date_of_expiry": ()}),
    "issue": (changed(date_of_issue="០២.០១.២០២០"), {"date_of_issue": ()}),
    "height": (changed(height="១៦៨ ស.ម"), {"height_cm": ()}),
    "Khmer name": (changed(name_khmer="សុខ សុភី"), {"name_khmer": ()}),
    "number in the MRZ": (
        changed(upper=UPPER.replace("0102030402", with_check_digit("010203046")), document_number=None),
        {"document_number": ()},
    ),
    "birth in the MRZ": (changed(middle=MIDDLE.replace("9003152", "9008157")), {"date_of_birth": ()}),
    "sex in the MRZ": (changed(middle=MIDDLE.replace("F", "M")), {"sex": ()}),
    "Latin name": (changed(name_latin="SOK SOPHEI"), {"name_latin": ()}),
    "name line": (changed(lower=LOWER.replace("SOPHEA<", "SOPHEI<")), {"name_latin": ()}),
    "place of birth": (changed(place_of_birth=OTHER_COMMUNE), {"place_of_birth": UNITS[:3]}),
    "house": (changed(address=CLEAN.address.replace("៣៣", "៣៥")), {"address": ("house",)}),  # type: ignore[union-attr]
    "street": (changed(address=CLEAN.address.replace("៣៥៥", "៣៥៦")), {"address": ("street",)}),  # type: ignore[union-attr]
}


@pytest.mark.parametrize(("other", "found"), DIFFERING.values(), ids=DIFFERING)
def test_each_field_that_two_pictures_have_otherwise_is_found(
    other: RawCard, found: dict[str, object]
) -> None:
    pictures = [read(CLEAN), read(other)]
    assert contradictions(pictures) == contradictions(pictures[::-1]) == found


ALIKE = {
    "all": CLEAN,
    "a blank lost in print": changed(name_latin="SOKSOPHEA"),
    "another blank in print": changed(name_latin="SOK SO PHEA"),
    "a filler misread for a letter": changed(lower=LOWER.replace("SOPHEA<<", "SOPHEA<K")),
    "a filler lost between the names": changed(lower="SOK<SOPHEA".ljust(30, "<")),
    "a name line that is damaged": changed(lower="SO4<<SOPHEI".ljust(30, "<")),
    "a district alone": changed(place_of_birth="ស្រុកបាទី តាកែវ"),
    "a field that cannot be read": changed(height="?", name_khmer=None, date_of_birth="១៥.០៨"),
    "a field that is doubtful": changed(date_of_birth="9១.០៨.១៩៩០"),
    "nothing but the number": RawCard(document_number="010203040"),
}


@pytest.mark.parametrize("other", ALIKE.values(), ids=ALIKE)
def test_what_says_less_or_says_it_otherwise_is_no_contradiction(other: RawCard) -> None:
    pictures = [read(CLEAN), read(other)]
    assert contradictions(pictures) == contradictions(pictures[::-1]) == {}
    assert compare_pictures(pictures) is Outcome.AGREES


def test_one_picture_contradicts_nothing() -> None:
    assert contradictions([]) == contradictions([read(CLEAN)]) == {}


def test_two_of_three_that_differ_are_found_wherever_they_stand() -> None:
    cards = [read(raw) for raw in (CLEAN, changed(height="?"), changed(height="១៦៨ ស.ម"))]
    assert contradictions(cards) == contradictions(cards[::-1]) == {"height_cm": ()}


@pytest.mark.parametrize(
    ("one", "other", "parts"),
    [
        (IN_VILLAGE, IN_OTHER_VILLAGE, ("village",)),
        (TAKEO, "ឃុំចំបក់ ស្រុកបាទី តាកែវ", ("village", "commune", "district")),
        (TAKEO, "សង្កាត់ទន្លេបាសាក់ ខណ្ឌចំការមន ភ្នំពេញ", UNITS),
        (IN_VILLAGE, TAKEO, ()),
    ],
    ids=["village", "district", "province", "less is said"],
)
def test_of_a_place_the_units_within_the_one_that_differs_differ(
    one: str, other: str, parts: tuple[str, ...]
) -> None:
    pictures = [read(RawCard(place_of_birth=text)) for text in (one, other)]
    assert contradictions(pictures) == ({"place_of_birth": parts} if parts else {})
    assert compare_pictures(pictures) is (Outcome.CONFLICTS if parts else Outcome.UNDECIDED)


DECIDED_BY = {"number", "birth", "sex", "expiry", "number in the MRZ", "birth in the MRZ", "sex in the MRZ"}
DECIDED_BY |= {"Latin name", "name line", "place of birth"}


@pytest.mark.parametrize("case", DIFFERING)
def test_a_card_is_decided_by_what_proves_it_and_by_its_units(case: str) -> None:
    outcome = compare_pictures([read(CLEAN), read(DIFFERING[case][0])])
    assert outcome is (Outcome.CONFLICTS if case in DECIDED_BY else Outcome.AGREES)


def test_pictures_of_two_sides_say_nothing_of_each_other() -> None:
    of_print, of_mrz = changed(upper="", middle="", lower=""), RawCard(mrz=CLEAN.mrz)
    assert compare_pictures([read(of_print), read(of_mrz)]) is Outcome.UNDECIDED
